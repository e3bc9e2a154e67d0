#pragma once

#include "base/cli.h"

// https://docs.joinmastodon.org/admin/tootctl/#accounts is what operators know.
namespace auth {

// Creates the account NAME that may sign in at once when it is --confirmed.
Result<> cli_create(const cli::Invocation&, db::Database&);

Result<> cli_modify(const cli::Invocation&, db::Database&);

// Asks first.
Result<> cli_delete(const cli::Invocation&, db::Database&);

Result<> cli_list(const cli::Invocation&, db::Tx&);

} // namespace auth
