#pragma once

#include "base/cli.h"

#include <span>
#include <string_view>

namespace app {

// Exit codes, as scripts rely on them.
inline constexpr int kDone = 0;
inline constexpr int kRefused = 1;
inline constexpr int kNotUnderstood = 2;

// Does what `arguments`, without the program's name, ask for, prints what there is to say, and returns the exit code.
int execute(std::span<const std::string_view> arguments);

} // namespace app
