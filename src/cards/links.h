#pragma once

#include <string>
#include <string_view>

namespace cards {

// The first page that a post links to, as base::Url writes it: no mention, no hashtag, nothing on `our_host` or
// `our_domain`. Empty: none. `content` is HTML that we wrote or cleaned.
std::string first_link(std::string_view content, std::string_view our_host, std::string_view our_domain);

} // namespace cards
