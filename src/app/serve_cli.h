#pragma once

#include "base/cli.h"

namespace app {

// Runs the server until SIGTERM or SIGINT; a second one ends it at once.
Result<> cli_serve(const cli::Invocation&, const base::Config&);

} // namespace app
