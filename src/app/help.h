#pragma once

#include "base/cli.h"

#include <span>
#include <string>
#include <string_view>

namespace app {

// All commands whose names begin with `group`, "" for all, and how to go on.
std::string overview(std::span<const cli::Command> commands, std::string_view group);

std::string help_of(const cli::Command& command);

// docs/commands.md.
std::string command_reference(std::span<const cli::Command> commands);

} // namespace app
