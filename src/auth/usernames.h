#pragma once

#include <cstddef>
#include <string_view>

namespace auth {

inline constexpr std::size_t kMaxUsernameLength = 30;

// Letters, digits and _ of ASCII, 1 to kMaxUsernameLength of them.
bool is_username(std::string_view text);

// Names that would let somebody pose as the people who run the place. Digits that look like letters count as those.
bool is_reserved_username(std::string_view username);

} // namespace auth
