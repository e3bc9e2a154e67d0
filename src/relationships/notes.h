#pragma once

#include "accounts/account.h"
#include "base/result.h"
#include "db/db.h"

#include <string_view>

namespace relationships {

// What `account` wants to remember of `target`, who does not learn of it. Replaces what was there; empty: nothing.
// Errors: NotFound for nobody; Invalid when it is too long.
Result<> change_note(db::Tx& tx, const accounts::Account& account, AccountId target, std::string_view comment);

} // namespace relationships
