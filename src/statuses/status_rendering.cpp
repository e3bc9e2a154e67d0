#include "statuses/status_rendering.h"

#include "accounts/accounts.h"
#include "base/html_text.h"
#include "filters/matcher.h"
#include "instance/custom_emojis.h"
#include "media/attachment_json.h"
#include "statuses/hashtags.h"

#include <algorithm>

namespace statuses {

namespace {

struct Words {
    StatusId id;
    bool is_local = true;
    std::string uri, url; // Empty: ours, derived.
    std::string text, content, spoiler_text;
    bool is_sensitive = false;
    std::optional<base::Time> edited_at;
    std::string application_name; // Empty: not known.
    std::optional<std::string> application_website;
    std::string author_username;
};

db::Rows ask_for_words(db::Tx& tx, std::span<const StatusId> ids) { return tx.query_ahead(R"(
        select s.id, s.is_local, s.uri, s.url, s.text, s.content, s.spoiler_text, s.is_sensitive, s.edited_at,
               p.name, p.website, a.username
        from ids($1) l
        join statuses s on s.id = l.value
        join accounts a on a.id = s.account_id
        left join oauth_applications p on p.id = s.application_id)", {ids}); }

std::vector<Words> read_words(db::Rows rows) {
    std::vector<Words> all;
    while (rows.next()) {
        all.push_back({.id = rows.id<StatusId>(0),
                       .is_local = rows.boolean(1),
                       .uri = rows.string(2),
                       .url = rows.string(3),
                       .text = rows.string(4),
                       .content = rows.string(5),
                       .spoiler_text = rows.string(6),
                       .is_sensitive = rows.boolean(7),
                       .edited_at = rows.maybe_time(8),
                       .application_name = rows.string(9),
                       .application_website = rows.maybe_string(10),
                       .author_username = rows.string(11)});
    }
    return all;
}

struct Mention {
    AccountId account;
    std::string username, domain;
    std::string url; // Empty: ours, derived.
};
using Mentions = std::unordered_map<StatusId, std::vector<Mention>>;

db::Rows ask_for_mentions(db::Tx& tx, std::span<const StatusId> ids) { return tx.query_ahead(R"(
        select m.status_id, m.account_id, a.username, a.domain, a.url
        from ids($1) l
        join mentions m on m.status_id = l.value
        join accounts a on a.id = m.account_id
        where not m.is_silent)", {ids}); }

Mentions read_mentions(db::Rows rows) {
    Mentions all;
    while (rows.next()) {
        all[rows.id<StatusId>(0)].push_back({.account = rows.id<AccountId>(1),
                                             .username = rows.string(2),
                                             .domain = rows.string(3),
                                             .url = rows.string(4)});
    }
    for (auto& [status, mentions] : all) std::ranges::sort(mentions, {}, &Mention::account);
    return all;
}

struct Tag {
    TagId id;
    std::string name;
};
using Tags = std::unordered_map<StatusId, std::vector<Tag>>;

db::Rows ask_for_tags(db::Tx& tx, std::span<const StatusId> ids) { return tx.query_ahead(R"(
        select st.status_id, t.id, t.name
        from ids($1) l
        join statuses_tags st on st.status_id = l.value
        join tags t on t.id = st.tag_id)", {ids}); }

Tags read_tags(db::Rows rows) {
    Tags all;
    while (rows.next()) all[rows.id<StatusId>(0)].push_back({rows.id<TagId>(1), rows.string(2)});
    for (auto& [status, tags] : all) std::ranges::sort(tags, {}, &Tag::id);
    return all;
}

template <typename Item>
const std::vector<Item>& items_of(const std::unordered_map<StatusId, std::vector<Item>>& all, StatusId id) {
    static const std::vector<Item> kNone;
    const auto found = all.find(id);
    return found == all.end() ? kNone : found->second;
}

class Renderer {
public:
    Renderer(const base::Config& config, Mentions mentions, Tags tags, media::AttachmentEntities media)
        : config_(config),
          web_url_(config.web_url()),
          mentions_(std::move(mentions)),
          tags_(std::move(tags)),
          media_(std::move(media)) {}

    base::StatusRendering render(const Words& words) const {
        return {.own = text_of([&](json::Writer& out) { write_own(out, words); }),
                .words = text_of([&](json::Writer& out) { write_words(out, words); }),
                .content = text_of([&](json::Writer& out) { out.field("content", words.content); }),
                .card = {},
                .emojis = instance::shortcodes_of({words.spoiler_text, words.content}),
                .searched = searched(words)};
    }

private:
    // As long as it is, and no longer.
    template <typename Write>
    static std::string text_of(const Write& write) {
        std::string text;
        json::Writer out(text);
        write(out);
        return {text.data(), text.size()};
    }

    void write_own(json::Writer& out, const Words& words) const {
        out.field("uri", words.uri.empty() ? local_uri(web_url_, words.author_username, words.id) : words.uri);
        out.field("url", words.url.empty() ? local_url(web_url_, words.author_username, words.id) : words.url);
        out.key("application");
        if (words.application_name.empty()) return out.null();
        out.begin_object();
        out.field("name", words.application_name);
        out.field("website", words.application_website);
        out.end_object();
    }

    void write_words(json::Writer& out, const Words& words) const {
        out.field("sensitive", words.is_sensitive);
        out.field("spoiler_text", words.spoiler_text);
        out.field("edited_at", words.edited_at);
        out.key("media_attachments");
        media_.write(out, words.id);
        write_mentions(out, words.id);
        write_tags(out, words.id);
        out.empty_array_field("tagged_collections");
    }

    void write_mentions(json::Writer& out, StatusId id) const {
        out.key("mentions");
        out.begin_array();
        for (const Mention& mention : items_of(mentions_, id)) {
            out.begin_object();
            out.field("id", mention.account);
            out.field("username", mention.username);
            out.field("url", mention.url.empty() ? accounts::local_url(config_, mention.username) : mention.url);
            out.field("acct", mention.domain.empty() ? mention.username : mention.username + "@" + mention.domain);
            out.end_object();
        }
        out.end_array();
    }

    void write_tags(json::Writer& out, StatusId id) const {
        out.key("tags");
        out.begin_array();
        for (const Tag& tag : items_of(tags_, id)) {
            out.begin_object();
            out.field("name", tag.name);
            out.field("url", hashtag_url(web_url_, tag.name));
            out.end_object();
        }
        out.end_array();
    }

    std::string searched(const Words& words) const {
        const std::string descriptions = media_.descriptions(words.id);
        return filters::folded({.spoiler_text = words.spoiler_text,
                                .text = words.is_local ? words.text : base::html_to_text(words.content),
                                .more = {descriptions}});
    }

    const base::Config& config_;
    std::string web_url_;
    Mentions mentions_;
    Tags tags_;
    media::AttachmentEntities media_;
};

} // namespace

StatusRenderings::StatusRenderings(db::Tx& tx, const StatusPage& page) {
    std::vector<StatusId> missing;
    for (const StatusId id : page.originals()) {
        auto found = tx.context().renderings.statuses.find(id.value, page.row(id)->revision, tx.now());
        found ? static_cast<void>(renderings_.emplace(id, std::move(found))) : missing.push_back(id);
    }
    if (!missing.empty()) render(tx, page, missing);
}

void StatusRenderings::render(db::Tx& tx, const StatusPage& page, const std::vector<StatusId>& missing) {
    auto words_asked = ask_for_words(tx, missing);
    auto mentions = ask_for_mentions(tx, missing), tags = ask_for_tags(tx, missing);
    auto media = media::AttachmentEntities::ask(tx, missing);
    auto cards = cards::CardEntities::ask(tx, missing);
    const auto all = read_words(std::move(words_asked)); // They come together.
    const Renderer renderer(tx.config(), read_mentions(std::move(mentions)), read_tags(std::move(tags)),
                            {tx.config(), std::move(media)});
    cards_.emplace(tx.config(), std::move(cards));
    card_authors_ = cards_->authors();
    for (const Words& words : all) {
        auto rendering = std::make_shared<base::StatusRendering>(renderer.render(words));
        renderings_.emplace(words.id, rendering);
        if (cards_->has_author(words.id)) continue; // Who is shown as anew as all people.
        json::Writer card(rendering->card);
        cards_->write(card, words.id);
        if (tx.access() == db::Access::Write) continue;
        tx.context().renderings.statuses.keep(words.id.value, page.row(words.id)->revision, tx.now(), rendering);
    }
}

void StatusRenderings::write_card(json::Writer& out, StatusId id, const accounts::AccountEntities& accounts) const {
    const base::StatusRendering& rendering = of(id);
    rendering.card.empty() ? cards_->write(out, id, &accounts) : out.raw(rendering.card);
}

Source source_of(db::Tx& tx, StatusId id) {
    auto rows = tx.query("select text, spoiler_text from statuses where id = $1", {id});
    if (!rows.next()) return {};
    return {.text = rows.string(0), .spoiler_text = rows.string(1)};
}

std::string local_uri(std::string_view web_url, std::string_view username, StatusId id) {
    std::string uri(web_url);
    uri.append("/users/").append(username).append("/statuses/").append(std::to_string(id.value));
    return uri;
}

std::string local_url(std::string_view web_url, std::string_view username, StatusId id) {
    std::string url(web_url);
    url.append("/@").append(username).append("/").append(std::to_string(id.value));
    return url;
}

} // namespace statuses
