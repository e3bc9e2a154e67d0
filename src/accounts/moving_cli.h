#pragma once

#include "base/cli.h"

namespace accounts {

// Both ask other servers who somebody is, and print what holds then.
Result<> cli_alias(const cli::Invocation& invocation, db::Database& database);
Result<> cli_move(const cli::Invocation& invocation, db::Database& database);

} // namespace accounts
