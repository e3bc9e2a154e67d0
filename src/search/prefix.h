#pragma once

#include <string>
#include <string_view>

namespace search {

// Everything that begins with `prefix` lies from `prefix` up to this, byte by byte.
inline std::string end_of_prefix(std::string_view prefix) {
    return std::string(prefix) + "\xF4\x8F\xBF\xBF";
} // U+10FFFF

} // namespace search
