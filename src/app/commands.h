#pragma once

#include "base/cli.h"

#include <span>

namespace app {

// Every command of `akebono`, in the order of its help.
std::span<const cli::Command> commands();

} // namespace app
