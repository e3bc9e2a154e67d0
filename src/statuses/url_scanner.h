#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace statuses {

// An address in running text, in bytes.
struct FoundUrl {
    std::size_t begin, end;
    bool is_linkable; // False when it is longer than any browser takes: then nothing inside it is an address either.
};

// The address whose scheme ends with the colon at `colon`, if there is one; it begins at `earliest` or later.
std::optional<FoundUrl> find_url(std::string_view text, std::size_t colon, std::size_t earliest);

// Whether `url` has one of the schemes that we link to, none of which can run a script.
bool has_linked_scheme(std::string_view url);

} // namespace statuses
