#pragma once

#include <string>
#include <string_view>

namespace base {

// What a reader sees of `html` that we wrote or cleaned ourselves: tags gone, entities as characters, a line feed for
// <br> and at the end of a block. Takes time in proportion to the text, whatever it holds.
std::string html_to_text(std::string_view html);

} // namespace base
