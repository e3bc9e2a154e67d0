#pragma once

#include "base/cli.h"

namespace app {

// Applies what is pending, and prints what it was.
Result<> cli_migrate(const cli::Invocation&, const base::Config&);

} // namespace app
