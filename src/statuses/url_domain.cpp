#include "statuses/url_domain.h"

#include "base/network.h"
#include "base/text.h"
#include "base/top_level_domains.h"

#include <unicode/uchar.h>

#include <string>

namespace statuses {
namespace {

constexpr std::size_t kMaxTopLevelCharacters = 24; // The longest there is has 18.

// Whether a domain may end here, before the port, the path or the text after it.
bool may_follow_domain(std::string_view text, std::size_t at) {
    return at == text.size()
           || !(base::is_ascii_alphanumeric(text[at])
                || std::string_view("@+-").find(text[at]) != std::string_view::npos);
}

// As xn--p1ai is: which of those exist does not matter much, as nobody writes them by chance.
bool is_encoded(std::string_view name) {
    constexpr std::string_view kPrefix = "xn--";
    return name.starts_with(kPrefix) && name.size() > kPrefix.size() && base::is_ascii(name);
}

// Where the top-level domain ends that begins at `at`; more than letters may follow it at once: example.comです.
std::optional<std::size_t> top_level_end(std::string_view text, std::size_t at) {
    std::optional<std::size_t> end;
    std::string name;
    for (std::size_t count = 0; count < kMaxTopLevelCharacters && at < text.size(); ++count) {
        const char32_t c = base::next_code_point(text, at);
        if (c < 0x80 && !base::is_ascii_alphanumeric(static_cast<char>(c)) && c != U'-') break;
        base::append_utf8(name, static_cast<char32_t>(u_tolower(static_cast<UChar32>(c))));
        if (may_follow_domain(text, at) && (is_encoded(name) || base::is_top_level_domain(name))) end = at;
    }
    return end;
}

bool is_in_label(char32_t c) {
    if (c < 0x80) return base::is_ascii_alphanumeric(static_cast<char>(c));
    if (c == U'\u30FB' || c == U'\u00B7' || c == U'\u200C' || c == U'\u200D') return true; // 中・高.jp, col·lega.cat
    return (U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_Z_MASK | U_GC_C_MASK | U_GC_P_MASK)) == 0;
}

struct Label {
    std::size_t end;
    bool has_underscore;
};

// Empty if it is none, or begins or ends with - or _.
std::optional<Label> label_at(std::string_view text, std::size_t at) {
    Label label = {at, false};
    bool ends_well = false;
    while (label.end < text.size()) {
        std::size_t next = label.end;
        const char32_t c = base::next_code_point(text, next);
        const bool is_joiner = c == U'-' || c == U'_';
        if (!is_joiner && !is_in_label(c)) break;
        if (is_joiner && label.end == at) return std::nullopt;
        label.has_underscore = label.has_underscore || c == U'_';
        ends_well = !is_joiner;
        label.end = next;
    }
    if (!ends_well) return std::nullopt;
    return label;
}

bool fits_dns(std::string_view ascii_domain) {
    constexpr std::size_t kMaxLabel = 63;
    std::size_t label = 0;
    for (const char c : ascii_domain) {
        label = c == '.' ? 0 : label + 1;
        if (label > kMaxLabel) return false;
    }
    return true;
}

bool can_be_looked_up(std::string_view domain) {
    constexpr std::size_t kMaxDomain = 253;
    if (base::is_ascii(domain)) return domain.size() <= kMaxDomain && fits_dns(domain);
    return domain.size() <= 4 * kMaxDomain && base::normalise_domain(domain).has_value();
}

} // namespace

std::optional<std::size_t> domain_end(std::string_view text, std::size_t at) {
    std::optional<std::size_t> end;
    const std::size_t begin = at;
    auto label = label_at(text, at);
    while (label && label->end < text.size() && text[label->end] == '.') {
        at = label->end + 1;
        if (const auto top = top_level_end(text, at); top && !label->has_underscore) end = top;
        label = label_at(text, at);
    }
    if (!end) return std::nullopt;
    return can_be_looked_up(text.substr(begin, *end - begin)) ? end : std::nullopt;
}

} // namespace statuses
