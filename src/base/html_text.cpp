#include "base/html_text.h"

#include "base/ascii.h"
#include "base/unicode.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace base {

namespace {

constexpr std::array<std::string_view, 12> kBlocks = {"p",  "div", "li", "blockquote", "pre", "h1",
                                                      "h2", "h3",  "h4", "h5",         "h6",  "tr"};
constexpr std::array<std::pair<std::string_view, char32_t>, 6> kEntities = {
    {{"amp", U'&'}, {"lt", U'<'}, {"gt", U'>'}, {"quot", U'"'}, {"apos", U'\''}, {"nbsp", U'\u00A0'}}};
constexpr std::size_t kLongestEntity = 10; // "&#x10FFFF;"

// Whether a line ends where `tag` stands: the text between < and >.
bool ends_line(std::string_view tag) {
    const bool is_end = tag.starts_with('/');
    if (is_end) tag.remove_prefix(1);
    const auto length = std::find_if_not(tag.begin(), tag.end(), is_ascii_alphanumeric) - tag.begin();
    const std::string name = ascii_lower(tag.substr(0, static_cast<std::size_t>(length)));
    return name == "br" || (is_end && std::find(kBlocks.begin(), kBlocks.end(), name) != kBlocks.end());
}

std::optional<char32_t> numbered(std::string_view digits) {
    const bool is_hex = digits.starts_with('x') || digits.starts_with('X');
    if (is_hex) digits.remove_prefix(1);
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, is_hex ? 16 : 10);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return static_cast<char32_t>(number);
}

std::optional<char32_t> entity(std::string_view name) {
    if (name.starts_with('#')) return numbered(name.substr(1));
    for (const auto& [known, character] : kEntities) {
        if (known == name) return character;
    }
    return std::nullopt;
}

// The & at `at` and what it stands for; alone, when that is nothing we know.
std::size_t append_entity(std::string& out, std::string_view html, std::size_t at) {
    const auto end = html.substr(at, kLongestEntity).find(';');
    const auto character = end == std::string_view::npos ? std::nullopt : entity(html.substr(at + 1, end - 1));
    if (!character) {
        out.push_back('&');
        return at + 1;
    }
    append_utf8(out, *character);
    return at + end + 1;
}

} // namespace

std::string html_to_text(std::string_view html) {
    std::string out;
    out.reserve(html.size());
    for (std::size_t at = 0; at < html.size();) {
        const auto next = std::min(html.find_first_of("<&", at), html.size());
        out.append(html, at, next - at);
        at = next;
        if (at == html.size()) break;
        if (html[at] == '&') {
            at = append_entity(out, html, at);
            continue;
        }
        const auto end = std::min(html.find('>', at), html.size());
        if (ends_line(html.substr(at + 1, end - at - 1))) out.push_back('\n');
        at = std::min(end + 1, html.size());
    }
    return out;
}

} // namespace base
