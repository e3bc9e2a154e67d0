#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace statuses {

// Where the domain ends that begins at `at`: the longest there is, under a top-level domain that exists. Subdomains may
// have an underscore in them. Text of another script may follow at once: example.comです ends after com.
// Empty if there is none.
std::optional<std::size_t> domain_end(std::string_view text, std::size_t at);

} // namespace statuses
