#pragma once

#include <string>
#include <string_view>

namespace cards {

// A page as UTF-8, whatever it is written in: as its byte order mark says, else its Content-Type, else its own first
// kilobyte (<meta charset>, or an XML declaration); where nothing is said that helps, as its bytes look.
// https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding
std::string to_utf8(std::string_view bytes, std::string_view content_type);

} // namespace cards
