#include "statuses/url_scanner.h"

#include "base/text.h"
#include "statuses/url_domain.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace statuses {
namespace {

constexpr std::size_t kMaxLength = 4096; // Of an address, in bytes.

bool is_one_of(char32_t c, std::u32string_view set) { return set.find(c) != std::u32string_view::npos; }

bool is_among(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

std::uint32_t category(char32_t c) { return U_GET_GC_MASK(static_cast<UChar32>(c)); }

// Letters, digits, symbols and punctuation of all scripts, but nothing that cannot be seen, or that turns the direction
// of what follows, and none of the brackets and quotation marks with which a Japanese sentence goes on without a space.
bool continues_address(char32_t c) {
    if (c == U'\u201C' || c == U'\u201D') return false; // “”
    if (c == U'\u200C' || c == U'\u200D') return true;  // Joiners, as Persian and emoji need them
    return (category(c) & (U_GC_Z_MASK | U_GC_C_MASK | U_GC_PS_MASK | U_GC_PE_MASK)) == 0; // Spaces, controls, 「」（）
}

// The last character of an address beyond ASCII is not the 。 or … of the sentence around it.
bool ends_address(char32_t c) { return (category(c) & U_GC_P_MASK) == 0 && c != U'\uFF5E'; } // ～ is a symbol

// The character classes of a path or query: what may stand in it, and what may stand at its end.
struct Part {
    std::string_view forbidden;  // Of ASCII.
    std::string_view not_at_end; // Of ASCII.

    bool continues(char32_t c) const {
        if (c >= 0x80) return continues_address(c);
        return c > U' ' && c != 0x7F && !is_among(static_cast<char>(c), forbidden);
    }
    bool ends(char32_t c) const { return c < 0x80 ? !is_among(static_cast<char>(c), not_at_end) : ends_address(c); }
};
constexpr Part kPath = {.forbidden = "<>()?", .not_at_end = "!*\"'<>;:=,.$%[]~&|@"};
constexpr Part kQuery = {.forbidden = "<>\"\\`{}", .not_at_end = "!?*'();:+$%[].,~|@^"};

// ── scheme ──

// No word runs into the scheme, and neither #http:// nor @http:// is an address.
bool may_precede_scheme(char32_t c) {
    if (c < 0x80) return !base::is_ascii_alphanumeric(static_cast<char>(c)) && !is_among(static_cast<char>(c), "@$#");
    return !is_one_of(c, U"＠＃\uFEFF\uFFFE\uFFFF");
}

// Empty if no address can begin there.
std::string_view scheme_before(std::string_view text, std::size_t colon, std::size_t earliest) {
    constexpr std::size_t kLongestScheme = 6;
    std::size_t begin = colon;
    while (begin > earliest && colon - begin <= kLongestScheme && base::is_ascii_alphanumeric(text[begin - 1])) --begin;
    if (begin > 0 && !may_precede_scheme(base::code_point_before(text, begin))) return {};
    return text.substr(begin, colon - begin);
}

// ── port, path and query ──

// Where the port ends that begins at `at`, or `at` if there is none; empty if it is out of range.
std::optional<std::size_t> port_end(std::string_view text, std::size_t at) {
    if (at >= text.size() || text[at] != ':') return at;
    std::size_t end = at + 1;
    while (end < text.size() && base::is_ascii_digit(text[end])) ++end;
    if (end == at + 1) return at;
    std::uint16_t port = 0;
    const auto [last, error] = std::from_chars(text.data() + at + 1, text.data() + end, port);
    return error == std::errc() ? std::optional(end) : std::nullopt;
}

std::size_t skip_path(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        std::size_t next = at;
        if (!kPath.continues(base::next_code_point(text, next))) break;
        at = next;
    }
    return at;
}

// Where the parentheses that open at `at` are closed; empty if they are not, or have nothing in them. They may hold one
// pair more, for addresses like /We_Up_(Album_Version_(Edited)).
std::optional<std::size_t> parentheses_end(std::string_view text, std::size_t at) {
    const auto is_at = [&](std::size_t index, char c) { return index < text.size() && text[index] == c; };
    const std::size_t first = skip_path(text, at + 1);
    if (is_at(first, ')')) return first > at + 1 ? std::optional(first + 1) : std::nullopt;
    if (!is_at(first, '(')) return std::nullopt;
    const std::size_t second = skip_path(text, first + 1);
    if (second == first + 1 || !is_at(second, ')')) return std::nullopt;
    const std::size_t third = skip_path(text, second + 1);
    return is_at(third, ')') ? std::optional(third + 1) : std::nullopt;
}

// Where the path ends that begins with a slash at `at`, or `at` if there is none.
std::size_t path_end(std::string_view text, std::size_t at) {
    if (at >= text.size() || text[at] != '/') return at;
    std::size_t end = at;
    while (at < text.size()) {
        if (text[at] == '(') {
            const auto closed = parentheses_end(text, at);
            if (!closed) break;
            end = at = *closed;
            continue;
        }
        const char32_t c = base::next_code_point(text, at);
        if (!kPath.continues(c)) break;
        if (kPath.ends(c)) end = at;
    }
    return end;
}

// Where the query ends that begins with a question mark at `at`, or `at` if there is none.
std::size_t query_end(std::string_view text, std::size_t at) {
    if (at >= text.size() || text[at] != '?') return at;
    std::size_t end = at;
    while (at < text.size()) {
        const char32_t c = base::next_code_point(text, at);
        if (!kQuery.continues(c)) break;
        if (kQuery.ends(c)) end = at;
    }
    return end;
}

// ── whole addresses: the end of what follows the colon ──

std::optional<std::size_t> end_with_domain(std::string_view text, std::size_t at) {
    if (text.substr(at, 2) != "//") return std::nullopt;
    const auto domain = domain_end(text, at + 2);
    if (!domain) return std::nullopt;
    const auto port = port_end(text, *domain);
    if (!port) return std::nullopt;
    return query_end(text, path_end(text, *port));
}

// user@domain or domain, with a resource and a query: xmpp:room@chat.example?join
std::optional<std::size_t> xmpp_end(std::string_view text, std::size_t at) {
    const auto is_in_node = [](char c) { return base::is_ascii_alphanumeric(c) || is_among(c, "-._~%!$*+,;="); };
    std::size_t node = at;
    while (node < text.size() && is_in_node(text[node])) ++node;
    const bool has_node = node > at && node < text.size() && text[node] == '@';
    const auto domain = domain_end(text, has_node ? node + 1 : at);
    if (!domain) return std::nullopt;
    return query_end(text, path_end(text, *domain));
}

std::optional<std::size_t> magnet_end(std::string_view text, std::size_t at) {
    const auto end = query_end(text, at);
    return end > at ? std::optional(end) : std::nullopt;
}

struct Scheme {
    std::string_view name;
    std::optional<std::size_t> (*end_after_colon)(std::string_view text, std::size_t at);
};
constexpr std::array kSchemes = std::to_array<Scheme>({
    {"https", end_with_domain},
    {"http", end_with_domain},
    {"gopher", end_with_domain},
    {"gemini", end_with_domain},
    {"ipfs", end_with_domain},
    {"ipns", end_with_domain},
    {"dat", end_with_domain},
    {"dweb", end_with_domain},
    {"ssb", end_with_domain},
    {"xmpp", xmpp_end},
    {"magnet", magnet_end},
});

const Scheme* find_scheme(std::string_view name) {
    const auto* scheme = std::find_if(kSchemes.begin(), kSchemes.end(),
                                      [&](const Scheme& s) { return base::equals_ignoring_ascii_case(s.name, name); });
    return scheme == kSchemes.end() ? nullptr : scheme;
}

} // namespace

std::optional<FoundUrl> find_url(std::string_view text, std::size_t colon, std::size_t earliest) {
    const auto name = scheme_before(text, colon, earliest);
    const auto* scheme = find_scheme(name);
    if (scheme == nullptr) return std::nullopt;
    const auto end = scheme->end_after_colon(text, colon + 1);
    if (!end) return std::nullopt;
    const std::size_t begin = colon - name.size();
    return FoundUrl{.begin = begin, .end = *end, .is_linkable = *end - begin <= kMaxLength};
}

bool has_linked_scheme(std::string_view url) {
    const auto colon = url.find(':');
    return colon != std::string_view::npos && find_scheme(url.substr(0, colon)) != nullptr;
}

} // namespace statuses
