#pragma once

#include <string_view>

// Lists as HTTP has them: in headers, paths and queries.
namespace http {

// Removes and returns what stands before the first `separator`, which goes, too; all of it when there is none.
constexpr std::string_view take_until(std::string_view& text, char separator) {
    const auto at = text.find(separator);
    if (at == std::string_view::npos) {
        const auto all = text;
        text = {};
        return all;
    }
    const auto before = text.substr(0, at);
    text = text.substr(at + 1);
    return before;
}

// Without the spaces and tabs at both ends.
constexpr std::string_view without_space(std::string_view text) {
    while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
    while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
    return text;
}

} // namespace http
