#include "cards/card_json.h"

#include "media/proxy.h"

namespace cards {

namespace {

void write_authors(json::Writer& out, const ShownCard& card, const accounts::AccountEntities* accounts) {
    out.key("authors");
    out.begin_array();
    const bool is_known = card.author && accounts && accounts->has(card.author);
    if (is_known || !card.author_name.empty() || !card.author_url.empty()) {
        out.begin_object();
        out.field("name", card.author_name);
        out.field("url", card.author_url);
        out.key("account");
        is_known ? accounts->write(out, card.author) : out.null();
        out.end_object();
    }
    out.end_array();
}

// A copy: the site would see who reads here. Where there are no copies, there is no picture.
void write_image(json::Writer& out, const base::Config& config, const ShownCard& card) {
    if (card.image_url.empty() || config.media_remote == base::RemoteMedia::Never) return out.null_field("image");
    out.field("image", media::shown_url(config, {.kind = media::CopyOf::Card, .id = card.id}, card.image_url));
}

} // namespace

ShownCard read_card(const db::Rows& rows) {
    ShownCard card;
    card.url = rows.text(0);
    card.type = rows.text(1);
    card.title = rows.text(2);
    card.description = rows.text(3);
    card.language = rows.text(4);
    card.author_name = rows.text(5);
    card.author_url = rows.text(6);
    card.provider_name = rows.text(7);
    card.provider_url = rows.text(8);
    card.html = rows.text(9);
    card.embed_url = rows.text(10);
    card.image_description = rows.text(11);
    card.width = rows.small(12);
    card.height = rows.small(13);
    card.published_at = rows.maybe_time(14);
    card.author = rows.id<AccountId>(15);
    card.image_url = rows.text(16);
    card.id = rows.integer(17);
    return card;
}

void write_card_members(json::Writer& out, const base::Config& config, const ShownCard& card,
                        const accounts::AccountEntities* accounts) {
    out.field("url", card.url);
    out.field("title", card.title);
    out.field("description", card.description);
    card.language.empty() ? out.null_field("language") : out.field("language", card.language);
    out.field("type", card.type);
    out.field("author_name", card.author_name);
    out.field("author_url", card.author_url);
    out.field("provider_name", card.provider_name);
    out.field("provider_url", card.provider_url);
    out.field("html", card.html);
    out.field("width", card.width);
    out.field("height", card.height);
    write_image(out, config, card);
    out.field("image_description", card.image_description);
    out.field("embed_url", card.embed_url);
    out.null_field("blurhash");
    out.field("published_at", card.published_at);
    write_authors(out, card, accounts);
}

db::Rows CardEntities::ask(db::Tx& tx, std::span<const StatusId> statuses) {
    static const std::string kSql = "select" + std::string(kCardColumns) + R"(, l.value
        from ids($1) l
        join statuses_cards c on c.status_id = l.value
        join preview_cards p on p.id = c.card_id
        where p.title <> '' or p.html <> '')";
    return tx.query_ahead(kSql, {statuses});
}

CardEntities::CardEntities(const base::Config& config, db::Rows rows) : config_(config) {
    while (rows.next()) {
        ShownCard card = read_card(rows);
        if (card.author) authors_.push_back(card.author);
        cards_.emplace(rows.id<StatusId>(kCardColumnCount), std::move(card));
    }
}

bool CardEntities::has_author(StatusId status) const {
    const auto found = cards_.find(status);
    return found != cards_.end() && found->second.author;
}

void CardEntities::write(json::Writer& out, StatusId status, const accounts::AccountEntities* accounts) const {
    const auto found = cards_.find(status);
    if (found == cards_.end()) return out.null();
    out.begin_object();
    write_card_members(out, config_, found->second, accounts);
    out.end_object();
}

} // namespace cards
