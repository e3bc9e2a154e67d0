#pragma once

#include "base/result.h"
#include "db/db.h"

#include <string>

namespace accounts {

// Whether `acct` is the handle of somebody of another server.
bool is_elsewhere(const base::Config& config, const std::string& acct);

// Looks somebody up who may be elsewhere, and looks again at what a known one says of themselves: an alias that they
// have just added counts. Waits: never inside a transaction. Errors: those of federation::resolve_handle and
// fetch_actor.
Result<> look_up_target(db::Database& database, const std::string& acct);

} // namespace accounts
