#pragma once

#include <span>
#include <string_view>

namespace base {

// The known word that `word` was most likely meant to be; "" when none is near. For messages: "did you mean …?"
std::string_view nearest(std::string_view word, std::span<const std::string_view> known);

} // namespace base
