#pragma once

#include "accounts/account.h"
#include "base/clock.h"
#include "base/result.h"
#include "db/db.h"
#include "statuses/status.h"

#include <string_view>

namespace statuses {

// What the Announce of a boost from elsewhere says.
struct Announced {
    std::string_view uri = {}; // For the Undo that names nothing else.
    base::Time at = {};        // 0: now.
};

// Boosts a status (of a boost: its original): a status of `account`'s own that points at it. Its id; the first one's
// when it is boosted already. A private status keeps its visibility, others get `visibility`.
// One from elsewhere is as old as it says, but not older than what it boosts.
// Effects: counts; a notification for a local author; home feeds of the followers, unless it is older than six hours;
// an Announce to other servers. Errors: NotFound if `account` may not see it, Forbidden for direct and for other
// people's private ones, Invalid for `visibility` direct.
Result<StatusId> reblog(db::Tx& tx, const accounts::Account& account, StatusId id, Visibility visibility,
                        const Announced& as = {});

// The same for what is known to be visible to `account`, and to be no boost. Errors: Forbidden.
Result<StatusId> reblog(db::Tx& tx, const accounts::Account& account, const Status& original, Visibility visibility,
                        const Announced& as = {});

// What one of our people boosts for when they do not say: for whom they usually post, or for their followers when that
// is but those whom they mention.
Visibility usual_visibility_of_reblogs(db::Tx& tx, AccountId account);

// Takes the boost back. Nothing to take back is fine. The original's id.
Result<StatusId> unreblog(db::Tx& tx, const accounts::Account& account, StatusId id);

} // namespace statuses
