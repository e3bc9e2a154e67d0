#pragma once

#include <string>
#include <string_view>

namespace base {

// `text` as the emoji that it is, or "" when it is not exactly one of those that Unicode recommends. Writers leave out
// the sign that asks for a picture (U+FE0F): ❤ becomes ❤️.
std::string normalise_emoji(std::string_view text);

} // namespace base
