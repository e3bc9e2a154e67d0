#pragma once

#include <string>
#include <string_view>

namespace http {

// Whether an Accept-Encoding header wants gzip.
bool accepts_gzip(std::string_view accept_encoding);

// Whether it is text of some kind, which shrinks.
bool is_compressible(std::string_view content_type);

// `text` as a gzip file, quickly rather than tightly.
std::string gzip(std::string_view text);

} // namespace http
