#include "statuses/note.h"

#include "base/ascii.h"
#include "base/hashtag_name.h"
#include "base/text.h"
#include "federation/html.h"
#include "federation/origins.h"
#include "federation/reading.h"
#include "instance/languages.h"

#include <algorithm>

namespace statuses {

namespace {

using federation::id_in;
using federation::ids_in;
using federation::text_in;

constexpr std::size_t kMaxContentBytes = 1 << 20;
constexpr std::size_t kMaxTitleBytes = 2048;
constexpr std::size_t kMaxRecipients = 1000;
constexpr std::size_t kMaxMentions = 100;
constexpr std::size_t kMaxHashtags = 32;
constexpr std::size_t kMaxAnswers = 5;

// The text under `name`, or the first of its translations under `map_name`.
std::string text_or_mapped(const json::Object& document, std::string_view name, std::string_view map_name,
                           std::size_t max_bytes) {
    std::string text = text_in(document, name, max_bytes);
    const auto* map = federation::object_in(document, map_name);
    if (!text.empty() || !map || map->empty()) return text;
    return text_in(*map, map->begin()->key(), max_bytes);
}

std::string language_of(const json::Object& document) {
    for (const auto* name : {"contentMap", "nameMap", "summaryMap"}) {
        const auto* map = federation::object_in(document, name);
        if (!map || map->empty()) continue;
        std::string language(map->begin()->key());
        if (instance::is_language(language)) return language;
        language.resize(std::min(language.find('-'), language.size()));
        return instance::is_language(language) ? language : std::string();
    }
    return {};
}

bool is_converted(const json::Object& document) {
    const std::string type = federation::type_of(document);
    return type != "Note" && type != "Question";
}

// Title, summary and a link: the rest is read where it was written.
std::string converted_content(const json::Object& document, const Note& note) {
    std::string html;
    if (!note.title.empty()) html += "<p><strong>" + base::escape_html(note.title) + "</strong></p>";
    const std::string summary = text_or_mapped(document, "summary", "summaryMap", kMaxContentBytes);
    if (!summary.empty()) {
        html += federation::clean_html(summary.starts_with("<p") ? summary : "<p>" + summary + "</p>");
    }
    const std::string link = base::escape_html(note.url.empty() ? note.uri : note.url);
    html += "<p><a href=\"" + link + R"(" rel="nofollow noopener" target="_blank">)" + link + "</a></p>";
    return html;
}

void add_hashtag(std::vector<Hashtag>& hashtags, std::string name) {
    if (name.starts_with('#')) name.erase(0, 1);
    Hashtag hashtag{.name = base::normalise_hashtag(name), .display_name = base::displayed_hashtag(name)};
    const bool is_known = std::ranges::find(hashtags, hashtag.name, &Hashtag::name) != hashtags.end();
    if (base::is_hashtag_name(name) && !hashtag.name.empty() && !is_known) hashtags.push_back(std::move(hashtag));
}

void read_tags(Note& note, const json::Object& document) {
    for (const auto* tag : federation::objects_in(document, "tag")) {
        if (federation::is_a(*tag, "Hashtag") && note.hashtags.size() < kMaxHashtags) {
            add_hashtag(note.hashtags, text_in(*tag, "name", 256));
        }
    }
}

std::optional<std::int64_t> total_of(const json::Object& document, std::string_view name) {
    const auto* collection = federation::object_in(document, name);
    return collection ? federation::count_in(*collection, "totalItems") : std::nullopt;
}

void read_wording(Note& note, const json::Object& document) {
    note.title = text_or_mapped(document, "name", "nameMap", kMaxTitleBytes);
    note.language = language_of(document);
    note.is_sensitive = federation::flag_in(document, "sensitive");
    if (is_converted(document)) {
        note.content = converted_content(document, note);
        return;
    }
    note.content = federation::clean_html(text_or_mapped(document, "content", "contentMap", kMaxContentBytes));
    note.spoiler_text = federation::text_of_html(text_or_mapped(document, "summary", "summaryMap", kMaxContentBytes));
}

// Three other names came before FEP-044f: servers that use those ask nobody.
void read_quote(Note& note, const json::Object& document) {
    note.quote = id_in(document, "quote");
    if (!note.quote.empty()) note.quote_authorization = id_in(document, "quoteAuthorization");
    for (const auto* name : {"quoteUri", "quoteUrl", "_misskey_quote"}) {
        if (note.quote.empty()) note.quote = id_in(document, name);
    }
    if (!federation::is_web_url(note.quote) || note.quote == note.uri) note.quote.clear();
    const auto* policy = federation::object_in(document, "interactionPolicy");
    const auto* quoting = policy ? federation::object_in(*policy, "canQuote") : nullptr;
    if (!quoting) return;
    note.quoted_freely_by = ids_in(*quoting, "automaticApproval", kMaxMentions);
    note.quoted_on_request_by = ids_in(*quoting, "manualApproval", kMaxMentions);
}

// Of the first page, when that stands in the document.
std::vector<std::string> answers_in(const json::Object& document, const std::string& uri) {
    const auto* replies = federation::object_in(document, "replies");
    const auto* page = replies ? federation::object_in(*replies, "first") : nullptr;
    if (!page) page = replies;
    if (!page) return {};
    auto ids = ids_in(*page, "items", kMaxAnswers);
    if (ids.empty()) ids = ids_in(*page, "orderedItems", kMaxAnswers);
    std::erase_if(ids, [&](const auto& id) { return !federation::is_same_host(id, uri) || id == uri; });
    return ids;
}

bool has(const std::vector<std::string>& ids, std::string_view wanted) {
    return !wanted.empty() && std::ranges::find(ids, wanted) != ids.end();
}

} // namespace

Result<Note> read_note(const json::Object& document) {
    if (!federation::is_a(document, kNoteTypes)) return base::invalid("it is no post");
    Note note;
    note.uri = federation::id_of(document);
    note.author = id_in(document, "attributedTo");
    if (!federation::is_same_host(note.uri, note.author)) return base::invalid("the post is not of its author's host");

    note.url = federation::page_url_of(document);
    if (!federation::is_same_host(note.uri, note.url)) note.url.clear();
    note.parent = id_in(document, "inReplyTo");
    note.to = ids_in(document, "to", kMaxRecipients);
    note.cc = ids_in(document, "cc", kMaxRecipients);
    note.published = federation::time_in(document, "published").value_or(base::Time{});
    note.updated = federation::time_in(document, "updated");
    note.mentioned = mentioned_in(document);
    note.answers = answers_in(document, note.uri);
    read_tags(note, document);
    read_wording(note, document);
    note.attachments = read_attachments(document);
    note.poll = read_poll(document);
    note.favourites = total_of(document, "likes");
    note.reblogs = total_of(document, "shares");
    read_quote(note, document);
    return note;
}

std::vector<std::string> mentioned_in(const json::Object& document) {
    std::vector<std::string> mentioned;
    for (const auto* tag : federation::objects_in(document, "tag")) {
        if (!federation::is_a(*tag, "Mention") || mentioned.size() == kMaxMentions) continue;
        std::string href = id_in(*tag, "href");
        if (!href.empty()) mentioned.push_back(std::move(href));
    }
    return mentioned;
}

Visibility visibility_of(const Note& note, std::string_view followers) {
    if (std::ranges::any_of(note.to, federation::is_public)) return Visibility::Public;
    if (std::ranges::any_of(note.cc, federation::is_public)) return Visibility::Unlisted;
    return has(note.to, followers) || has(note.cc, followers) ? Visibility::Private : Visibility::Direct;
}

} // namespace statuses
