#pragma once

#include "base/cli.h"

namespace app {

// Prints what is in force as an akebono.toml. A configuration with a mistake is refused before this runs.
Result<> cli_config_check(const cli::Invocation&, const base::Config&);

// Prints docs/configuration.md.
Result<> cli_config_reference(const cli::Invocation&);

} // namespace app
