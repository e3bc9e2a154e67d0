#include "cards/links.h"

#include "base/html_text.h"
#include "base/url.h"

#include <algorithm>

namespace cards {

namespace {

constexpr std::size_t kMaxLink = 2500; // What an index of PostgreSQL holds.

std::string_view attribute(std::string_view tag, std::string_view begins_with) {
    const auto at = tag.find(begins_with);
    if (at == std::string_view::npos) return {};
    const auto value = tag.substr(at + begins_with.size());
    return value.substr(0, value.find('"'));
}

bool leads_to_people_or_tags(std::string_view tag) {
    const auto classes = attribute(tag, " class=\"");
    return classes.find("mention") != std::string_view::npos || classes.find("hashtag") != std::string_view::npos
           || classes.find("u-url") != std::string_view::npos || classes.find("h-card") != std::string_view::npos;
}

} // namespace

std::string first_link(std::string_view content, std::string_view our_host, std::string_view our_domain) {
    for (auto at = content.find("<a "); at != std::string_view::npos; at = content.find("<a ", at + 1)) {
        const auto tag = content.substr(at, std::min(content.find('>', at), content.size()) - at);
        if (leads_to_people_or_tags(tag)) continue;
        const auto url = base::Url::parse(base::html_to_text(attribute(tag, " href=\"")));
        if (!url || url->host == our_host || url->host == our_domain) continue;
        std::string link = url->text();
        if (link.size() <= kMaxLink) return link;
    }
    return {};
}

} // namespace cards
