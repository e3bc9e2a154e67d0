#pragma once

#include "base/cli.h"

namespace app {

Result<> cli_version(const cli::Invocation&);

} // namespace app
