#include "statuses/formatter.h"

#include "base/network.h"
#include "base/text.h"
#include "statuses/text.h"
#include "statuses/url_scanner.h"

#include <algorithm>

namespace statuses {
namespace {

enum class Shape { Paragraphs, Inline };
enum class Names { ShortWhenUnique, Full };

struct Style {
    Shape shape = Shape::Paragraphs;
    Names names = Names::ShortWhenUnique;
    LinkRelation relation = LinkRelation::Plain;
};

// ── links ──

void append_hashtag(std::string& out, std::string_view name, std::string_view web_url) {
    out += R"(<a href=")";
    base::escape_html(out, web_url);
    out += "/tags/";
    base::percent_encode(out, name);
    out += R"(" class="mention hashtag" rel="tag">#<span>)";
    base::escape_html(out, name);
    out += "</span></a>";
}

// ── mentions ──

// The domain as accounts keep it, empty for our own.
std::string kept_domain(std::string_view domain, const FormatOptions& options) {
    const auto is = [&](std::string_view ours) { return base::equals_ignoring_ascii_case(domain, ours); };
    if (domain.empty() || is(options.domain) || is(options.web_host)) return {};
    if (base::is_ascii(domain)) return base::ascii_lower(domain);
    return base::normalise_domain(domain).value_or(std::string(domain));
}

const Mentionable* find_account(const TextEntity& mention, const FormatOptions& options) {
    const auto domain = kept_domain(mention.domain, options);
    const auto is_meant = [&](const Mentionable& account) {
        return base::equals_ignoring_ascii_case(account.username, mention.name)
               && base::equals_ignoring_ascii_case(account.domain, domain);
    };
    const auto found = std::find_if(options.accounts.begin(), options.accounts.end(), is_meant);
    return found == options.accounts.end() ? nullptr : &*found;
}

bool has_namesake(const Mentionable& account, std::span<const Mentionable> accounts) {
    return std::any_of(accounts.begin(), accounts.end(), [&](const Mentionable& other) {
        return base::equals_ignoring_ascii_case(other.username, account.username)
               && !base::equals_ignoring_ascii_case(other.domain, account.domain);
    });
}

void append_mention(std::string& out, const Mentionable& account, bool with_domain) {
    out += R"(<span class="h-card" translate="no"><a href=")";
    base::escape_html(out, account.url);
    out += R"(" class="u-url mention">@<span>)";
    base::escape_html(out, account.username);
    if (with_domain && !account.domain.empty()) {
        out += '@';
        base::escape_html(out, base::readable_domain(account.domain));
    }
    out += "</span></a></span>";
}

// ── text ──

// Appends `text` from `begin` to `end`. Newlines at the ends of the whole text are nothing; one between characters is a
// line end, more are a new paragraph.
void append_lines(std::string& out, std::string_view text, std::size_t begin, std::size_t end) {
    while (begin < end) {
        const auto line = text.substr(begin, std::min(text.substr(begin, end - begin).find('\n'), end - begin));
        base::escape_html(out, line);
        const std::size_t newline = begin + line.size();
        if (newline == end) return;
        begin = std::min(text.find_first_not_of('\n', newline), text.size());
        if (newline == 0 || begin == text.size()) continue;
        out += begin - newline == 1 ? "<br />" : "</p><p>";
    }
}

void append_plain(std::string& out, std::string_view text, std::size_t begin, std::size_t end, Shape shape) {
    if (shape == Shape::Paragraphs) {
        append_lines(out, text, begin, end);
    } else {
        base::escape_html(out, text.substr(begin, end - begin));
    }
}

void append_entity(std::string& out, std::string_view text, const TextEntity& entity, const FormatOptions& options,
                   const Style& style) {
    switch (entity.kind) {
    case TextEntity::Kind::Url: return append_shortened_link(out, entity.name, style.relation);
    case TextEntity::Kind::Hashtag: return append_hashtag(out, entity.name, options.web_url);
    case TextEntity::Kind::Mention: break;
    }
    const auto* account = find_account(entity, options);
    if (account == nullptr || !has_linked_scheme(account->url))
        return base::escape_html(out, text.substr(entity.begin, entity.end - entity.begin));
    append_mention(out, *account, style.names == Names::Full || has_namesake(*account, options.accounts));
}

std::string with_unix_newlines(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\r') {
            result += text[at];
        } else if (at + 1 == text.size() || text[at + 1] != '\n') {
            result += '\n';
        }
    }
    return result;
}

std::string format(std::string_view text, const FormatOptions& options, const Style& style) {
    std::string html;
    html.reserve(text.size() * 2);
    if (style.shape == Shape::Paragraphs) html += "<p>";
    std::size_t written = 0;
    for (const auto& entity : find_entities(text)) {
        append_plain(html, text, written, entity.begin, style.shape);
        append_entity(html, text, entity, options, style);
        written = entity.end;
    }
    append_plain(html, text, written, text.size(), style.shape);
    if (style.shape == Shape::Paragraphs) html += "</p>";
    return html;
}

std::string format_clean(std::string_view text, const FormatOptions& options, const Style& style) {
    if (base::trim(text).empty()) return {};
    if (text.find('\r') == std::string_view::npos) return format(text, options, style);
    return format(with_unix_newlines(text), options, style);
}

} // namespace

std::string format_html(std::string_view text, const FormatOptions& options) {
    std::string html = format_clean(text, options, {});
    const auto quoted_url = base::escape_html(options.quoted_url);
    if (quoted_url.empty() || html.find(quoted_url) != std::string::npos) return html;
    return R"(<p class="quote-inline">RE: )" + shortened_link(options.quoted_url) + "</p>" + html;
}

std::string format_bio_html(std::string_view note, const FormatOptions& options) {
    return format_clean(note, options, {});
}

std::string format_field_html(std::string_view value, const FormatOptions& options) {
    return format_clean(value, options, {Shape::Inline, Names::Full, LinkRelation::Me});
}

} // namespace statuses
