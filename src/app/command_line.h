#pragma once

#include "base/cli.h"

#include <span>
#include <string>
#include <string_view>

namespace app {

// What a command line asks for: a command, or only words about commands.
struct Asked {
    const cli::Command* command = nullptr; // Null: print `help`.
    cli::Invocation invocation;
    std::string help = {};
    bool is_mistake = false; // The help was not asked for: the command is missing.
};

// The options that stand before or after every command, in every invocation by these names.
std::span<const cli::Parameter> common_options();

// `arguments` without the program's name. BadRequest, with what would be right, when they are not understood.
Result<Asked> parse_command_line(std::span<const std::string_view> arguments, std::span<const cli::Command> commands);

} // namespace app
