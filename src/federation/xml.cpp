#include "federation/xml.h"

#include "base/ascii.h"
#include "base/text.h"

#include <algorithm>

namespace federation::xml {

namespace {

constexpr std::size_t kMaxTagBytes = 4096;
constexpr int kMaxTags = 10'000;

bool begins_tag(std::string_view html, std::size_t at) {
    if (at + 1 >= html.size()) return false;
    const char next = html[at + 1];
    return base::is_ascii_letter(next) || next == '/' || next == '!' || next == '?';
}

} // namespace

std::string within_limits(std::string_view html, std::size_t max_bytes) {
    std::string kept;
    kept.reserve(std::min(html.size(), max_bytes));
    int tags = 0;
    for (std::size_t at = 0; at < html.size() && kept.size() < max_bytes;) {
        const auto next = std::min(html.find('<', at), html.size());
        kept.append(html, at, next - at);
        at = next;
        if (at == html.size()) break;
        if (!begins_tag(html, at)) {
            kept += "&lt;";
            ++at;
            continue;
        }
        if (++tags > kMaxTags) break;
        const auto end = std::min(html.find('>', at), html.size() - 1);
        if (end - at < kMaxTagBytes) kept.append(html, at, end - at + 1);
        at = end + 1;
    }
    if (kept.size() > max_bytes) kept.resize(max_bytes);
    return base::sanitize(kept);
}

std::unique_ptr<xmlDoc, Free> parse_page(const std::string& html) {
    constexpr int kOptions = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET
                             | HTML_PARSE_COMPACT | HTML_PARSE_NODEFDTD;
    return std::unique_ptr<xmlDoc, Free>(
        htmlReadMemory(html.data(), static_cast<int>(html.size()), nullptr, "UTF-8", kOptions));
}

} // namespace federation::xml
