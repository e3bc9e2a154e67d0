#include "statuses/shortened_link.h"

#include "base/text.h"
#include "statuses/url_scanner.h"

namespace statuses {
namespace {

constexpr std::size_t kShownCharacters = 30;

std::string_view hidden_prefix(std::string_view url) {
    for (const std::string_view prefix : {"https://www.", "http://www.", "https://", "http://", "xmpp:"}) {
        if (url.starts_with(prefix)) return url.substr(0, prefix.size());
    }
    return {};
}

// Code points, as Mastodon counts here.
std::string_view first_characters(std::string_view text, std::size_t count) {
    std::size_t end = 0;
    for (; count > 0 && end < text.size(); --count) base::next_code_point(text, end);
    return text.substr(0, end);
}

// One more character than the limit costs no more room than an ellipsis.
std::string_view shown_part(std::string_view rest) {
    const auto with_one_more = first_characters(rest, kShownCharacters + 1);
    return with_one_more.size() == rest.size() ? rest : first_characters(rest, kShownCharacters);
}

} // namespace

void append_shortened_link(std::string& out, std::string_view url, LinkRelation relation) {
    if (!has_linked_scheme(url)) return base::escape_html(out, url);
    const auto prefix = hidden_prefix(url);
    const auto rest = url.substr(prefix.size());
    const auto shown = shown_part(rest);

    out += R"(<a href=")";
    base::escape_html(out, url);
    out += R"(" target="_blank" rel="nofollow noopener)";
    if (relation == LinkRelation::Me) out += " me";
    out += R"(" translate="no"><span class="invisible">)";
    base::escape_html(out, prefix);
    out += R"(</span><span class=")";
    if (shown.size() < rest.size()) out += "ellipsis";
    out += R"(">)";
    base::escape_html(out, shown);
    out += R"(</span><span class="invisible">)";
    base::escape_html(out, rest.substr(shown.size()));
    out += "</span></a>";
}

std::string shortened_link(std::string_view url, LinkRelation relation) {
    std::string html;
    append_shortened_link(html, url, relation);
    return html;
}

} // namespace statuses
