#pragma once

#include "accounts/account.h"
#include "base/ids.h"
#include "db/db.h"

#include <optional>
#include <string>

// What a handle, or an address that somebody pasted, stands for.
namespace search {

// Who we know it stands for. Whether it may be seen is for who shows it.
std::optional<accounts::Account> find_account(db::Tx& tx, const std::string& question);

// Whether another server knows better: we do not have it, or have not looked for a day.
bool must_ask_for_account(db::Tx& tx, const std::string& question);
bool must_ask(db::Tx& tx, const std::string& question);
// Asks it; what cannot be had is not found then. Waits: never inside a transaction.
void ask(db::Database& database, const std::string& question);

} // namespace search
