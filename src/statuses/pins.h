#pragma once

#include "accounts/account.h"
#include "base/result.h"
#include "db/db.h"

#include <vector>

// What people keep at the top of their profile.
namespace statuses {

// Pins one of `account`'s own posts; pinned already, it stays where it is. Effects: an Add to followers elsewhere.
// Errors: NotFound if `account` may not see it; Invalid for somebody else's, a boost, a direct one, and for more than
// limits::kPinnedStatuses.
Result<> pin(db::Tx& tx, const accounts::Account& account, StatusId id);
// Nothing to take off is fine. Effects: a Remove to followers elsewhere. NotFound if `account` may not see it.
Result<> unpin(db::Tx& tx, const accounts::Account& account, StatusId id);

// Newest pin first.
std::vector<StatusId> pinned_by(db::Tx& tx, AccountId account);

} // namespace statuses
