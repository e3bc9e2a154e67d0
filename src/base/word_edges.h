#pragma once

#include <cstddef>
#include <string_view>

namespace base {

// Whether the bytes from `begin` to `end` of `text`, which are not empty, stand there as words of their own: no letter,
// digit or mark goes on at either end. Scripts that are written without spaces (kanji, kana, Thai, …) have no such
// edges: 東京 is found in 私は東京です, and "cat" in catは, but not in "cats".
bool is_whole_word(std::string_view text, std::size_t begin, std::size_t end);

} // namespace base
