#pragma once

#include "accounts/account.h"
#include "base/result.h"
#include "db/db.h"

namespace statuses {

// Keeps a status (of a boost: its original) for `account` alone to find again. Nobody hears of it.
// Errors: NotFound if `account` may not see the status.
Result<> bookmark(db::Tx& tx, const accounts::Account& account, StatusId id);
Result<> unbookmark(db::Tx& tx, const accounts::Account& account, StatusId id);

} // namespace statuses
