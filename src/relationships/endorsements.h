#pragma once

#include "accounts/account.h"
#include "base/result.h"
#include "db/db.h"

namespace relationships {

// Shows `target` on the profile of `account`, for as long as `account` follows them. Doing it again changes nothing.
// Errors: NotFound for nobody; Invalid when `account` does not follow them.
Result<> endorse(db::Tx& tx, const accounts::Account& account, AccountId target);
// Nothing to take back is fine.
Result<> unendorse(db::Tx& tx, const accounts::Account& account, AccountId target);

} // namespace relationships
