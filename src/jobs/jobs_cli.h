#pragma once

#include "base/cli.h"

namespace jobs {

// Prints the jobs that wait, or with --dead those that were given up; up to --limit of them.
Result<> cli_list(const cli::Invocation&, db::Tx&);

// Makes the dead job ID, or with --all every one, due at once.
Result<> cli_retry(const cli::Invocation&, db::Tx&);

} // namespace jobs
