#pragma once

#include "accounts/account.h"
#include "base/result.h"
#include "db/db.h"
#include "statuses/status.h"

#include <string_view>

namespace statuses {

// Boosts a status (of a boost: its original): a status of `account`'s own that points at it. Its id; the first one's
// when it is boosted already. A private status keeps its visibility, others get `visibility` (public when direct).
// `uri`: what its Announce is called, for the Undo that names nothing else; of boosts from elsewhere.
// Effects: counts; a notification for a local author; home feeds of the followers; an Announce to other servers.
// Errors: NotFound if `account` may not see it, Forbidden for direct and for other people's private ones.
Result<StatusId> reblog(db::Tx& tx, const accounts::Account& account, StatusId id, Visibility visibility,
                        std::string_view uri = {});

// The same for what is known to be visible to `account`, and to be no boost. Errors: Forbidden.
Result<StatusId> reblog(db::Tx& tx, const accounts::Account& account, const Status& original, Visibility visibility,
                        std::string_view uri = {});

// What one of our people boosts for when they do not say: for whom they usually post, or for their followers when that
// is but those whom they mention.
Visibility usual_visibility_of_reblogs(db::Tx& tx, AccountId account);

// Takes the boost back. Nothing to take back is fine. The original's id.
Result<StatusId> unreblog(db::Tx& tx, const accounts::Account& account, StatusId id);

} // namespace statuses
