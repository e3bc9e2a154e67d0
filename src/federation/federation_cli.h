#pragma once

#include "base/cli.h"

namespace federation {

// Prints the servers with something waiting for them or wrong with them; up to --limit, the longest queue first.
Result<> cli_status(const cli::Invocation&, db::Tx&);

} // namespace federation
