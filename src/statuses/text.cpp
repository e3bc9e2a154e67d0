#include "statuses/text.h"

#include "base/hashtag_name.h"
#include "base/text.h"
#include "statuses/url_scanner.h"

#include <algorithm>
#include <optional>

namespace statuses {
namespace {

constexpr std::size_t kUrlLength = 23;
constexpr std::size_t kMaxDomain = 253;
constexpr std::string_view kFullWidthHash = "＃";

// ── mentions ──

using EndOfWord = std::size_t (*)(std::string_view text, std::size_t at);

std::size_t end_of_username_word(std::string_view text, std::size_t at) {
    while (at < text.size() && (text[at] == '_' || base::is_ascii_alphanumeric(text[at]))) ++at;
    return at;
}

std::size_t end_of_domain_word(std::string_view text, std::size_t at) {
    for (std::size_t next = at; next < text.size() && base::is_word(base::next_code_point(text, next));) at = next;
    return at;
}

// Words joined by dots and hyphens, which belong to them only between words. Returns `at` if there is no word.
std::size_t end_of_words(std::string_view text, std::size_t at, EndOfWord end_of_word) {
    std::size_t end = end_of_word(text, at);
    for (std::size_t next = end; end > at; end = next) {
        std::size_t word = end;
        while (word < text.size() && (text[word] == '.' || text[word] == '-')) ++word;
        next = end_of_word(text, word);
        if (word == end || next == word) break;
    }
    return end;
}

bool may_precede_mention(char32_t c) { return c != U'=' && c != U'/' && !base::is_word(c); }

// @noël is not @no, @a@@b is nobody, and @https://… is none either.
bool may_follow_mention(std::string_view text) {
    if (text.empty()) return true;
    std::size_t at = 0;
    const char32_t c = base::next_code_point(text, at);
    const bool is_accent = c >= U'\u0300' && c <= U'\u036F';
    const bool is_european_letter =
        base::is_alphabetic(c) && ((c >= U'\u00C0' && c <= U'\u02BB') || (c >= U'\u1E00' && c <= U'\u1EFF'));
    return c != U'@' && c != U'＠' && !is_accent && !is_european_letter && !text.starts_with("://");
}

// The mention whose @ is at `at`.
std::optional<TextEntity> find_mention(std::string_view text, std::size_t at) {
    if (at > 0 && !may_precede_mention(base::code_point_before(text, at))) return std::nullopt;

    const std::size_t name_begin = at + 1;
    const std::size_t name_end = end_of_words(text, name_begin, end_of_username_word);
    if (name_end == name_begin) return std::nullopt;

    std::size_t end = name_end;
    std::string_view domain;
    if (name_end < text.size() && text[name_end] == '@') {
        const std::size_t domain_end = end_of_words(text, name_end + 1, end_of_domain_word);
        domain = text.substr(name_end + 1, domain_end - name_end - 1);
        if (!domain.empty()) end = domain_end;
    }
    if (domain.size() > kMaxDomain || !may_follow_mention(text.substr(end))) return std::nullopt;
    return TextEntity{.kind = TextEntity::Kind::Mention,
                      .begin = at,
                      .end = end,
                      .name = text.substr(name_begin, name_end - name_begin),
                      .domain = domain};
}

// ── hashtags ──

// In #catshttps://example.com, the tag is #cats.
std::string_view without_scheme(std::string_view name) {
    for (const std::string_view scheme : {"https", "http"}) {
        if (name.size() > scheme.size() && name.ends_with(scheme)) return name.substr(0, name.size() - scheme.size());
    }
    return name;
}

// The hashtag whose # is at `at` and takes `sign_size` bytes.
std::optional<TextEntity> find_hashtag(std::string_view text, std::size_t at, std::size_t sign_size) {
    if (at > 0 && !base::is_white_space(base::code_point_before(text, at))) return std::nullopt;

    const std::size_t begin = at + sign_size;
    auto name = text.substr(begin, base::hashtag_name_length(text.substr(begin)));
    if (text.substr(begin + name.size()).starts_with("://")) name = without_scheme(name);
    if (!base::is_hashtag_name(name)) return std::nullopt;
    return TextEntity{.kind = TextEntity::Kind::Hashtag, .begin = at, .end = begin + name.size(), .name = name};
}

// ── all of them ──

TextEntity url_entity(std::string_view text, const FoundUrl& url) {
    return {.kind = TextEntity::Kind::Url,
            .begin = url.begin,
            .end = url.end,
            .name = text.substr(url.begin, url.end - url.begin)};
}

// The limit is kind to addresses of the web only.
bool is_counted_as_url(const TextEntity& entity) {
    return entity.kind == TextEntity::Kind::Url && entity.name.substr(entity.name.find(':')).starts_with("://");
}

} // namespace

// Every kind is found by one character in it, so most of the text is only looked at.
std::vector<TextEntity> find_entities(std::string_view text) {
    std::vector<TextEntity> entities;
    std::size_t earliest_url = 0; // Behind the last entity, and behind addresses that are too long to be one.
    for (std::size_t at = 0; at < text.size();) {
        std::optional<TextEntity> found;
        switch (text[at]) {
        case '@': found = find_mention(text, at); break;
        case '#': found = find_hashtag(text, at, 1); break;
        case kFullWidthHash[0]:
            if (text.substr(at).starts_with(kFullWidthHash)) found = find_hashtag(text, at, kFullWidthHash.size());
            break;
        case ':':
            if (const auto url = at < earliest_url ? std::nullopt : find_url(text, at, earliest_url)) {
                earliest_url = url->end;
                if (url->is_linkable) found = url_entity(text, *url);
            }
            break;
        default: break;
        }
        if (found) {
            at = found->end;
            earliest_url = std::max(earliest_url, at);
            entities.push_back(*found);
        } else {
            ++at;
        }
    }
    return entities;
}

std::size_t status_length(std::string_view text, std::string_view spoiler_text) {
    std::string counted(spoiler_text);
    std::size_t copied = 0;
    for (const auto& entity : find_entities(text)) {
        const bool is_mention = entity.kind == TextEntity::Kind::Mention;
        if (!is_mention && !is_counted_as_url(entity)) continue;
        counted += text.substr(copied, entity.begin - copied);
        if (is_mention) counted.append("@").append(entity.name);
        if (!is_mention) counted.append(kUrlLength, 'x');
        copied = entity.end;
    }
    counted += text.substr(copied);
    return base::grapheme_count(counted);
}

} // namespace statuses
