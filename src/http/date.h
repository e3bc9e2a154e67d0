#pragma once

#include <ctime>
#include <optional>
#include <string>
#include <string_view>

namespace http {

// "Sat, 21 Nov 2026 22:00:00 GMT"
std::string http_date(std::time_t time);
// nullopt for anything else; the old forms of RFC 850 and asctime are nobody's any more.
std::optional<std::time_t> parse_http_date(std::string_view text);

} // namespace http
