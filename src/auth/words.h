#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace auth {

// What stands between any of `separators`; nothing empty.
std::vector<std::string> split(std::string_view text, std::string_view separators);

} // namespace auth
