#include "cards/cards.h"

#include "base/url.h"
#include "cards/links.h"
#include "jobs/jobs.h"

#include <algorithm>

namespace cards {

namespace {

constexpr std::chrono::days kFresh{14}, kHopeless{1};
constexpr std::chrono::hours kUnusedFor{48};
constexpr int kAtOnce = 1000;

struct Known {
    CardId id; // 0: no post has linked to it yet.
    bool is_due = true;
    bool is_in_the_way = false; // The post shows something else: pictures that no edit took away, or a quote.
};
Known find_known(db::Tx& tx, StatusId status, const std::string& url) {
    auto rows = tx.query(R"(
        select p.id, p.fetch_after,
               exists (select 1 from media_attachments m where m.status_id = $1 and m.position >= 0)
               or exists (select 1 from quotes q where q.status_id = $1)
        from (select 1 as one) one left join preview_cards p on p.url = $2)", {status, url});
    rows.next();
    return {.id = rows.id<CardId>(0), .is_due = rows.time(1) <= tx.now(), .is_in_the_way = rows.boolean(2)};
}

CardId insert(db::Tx& tx, const std::string& url) {
    auto inserted = tx.query(R"(
        insert into preview_cards (id, url, fetch_after) values ($1, $2, $3)
        on conflict (url) do update set url = excluded.url returning id)", {tx.new_id(), url, base::Time{}});
    inserted.next();
    return inserted.id<CardId>(0);
}

void fetch(db::Tx& tx, CardId card, Haste haste) {
    const auto wait = haste == Haste::AtOnce ? std::chrono::milliseconds(0)
                                             : std::chrono::milliseconds(tx.random().number() % 60'000);
    jobs::enqueue_waiting(tx, "fetch_card", {{"card_id", card.value}, {"tries", 0}}, tx.now() + wait,
                          "card:" + to_string(card));
}

// Whose page it may be: the site must be one of those that the account itself names.
std::optional<AccountId> credited(db::Tx& tx, const std::string& url, std::string creator) {
    if (creator.starts_with('@')) creator.erase(0, 1);
    const auto at = creator.find('@');
    const auto page = base::Url::parse(url);
    if (at == std::string::npos || !page) return std::nullopt;
    std::string domain = creator.substr(at + 1);
    if (domain == tx.config().domain) domain.clear();
    auto rows = tx.query(R"(
        select id, attribution_domains from accounts
        where lower(username) = lower($1) and domain = $2 and suspended_at is null)", {creator.substr(0, at), domain});
    if (!rows.next()) return std::nullopt;
    const auto named = json::parse(rows.text(1));
    const auto* domains = named ? named->if_array() : nullptr;
    const bool is_named =
        domains && std::ranges::any_of(*domains, [&](const json::Value& value) {
            const std::string_view one = value.is_string() ? std::string_view(value.get_string()) : "";
            return !one.empty() && (page->host == one || page->host.ends_with("." + std::string(one)));
        });
    return is_named ? std::optional(rows.id<AccountId>(0)) : std::nullopt;
}

} // namespace

bool note_link(db::Tx& tx, StatusId status, std::string_view content, Haste haste) {
    const std::string url = first_link(content, tx.config().web_host(), tx.config().domain);
    if (url.empty()) return false;
    Known known = find_known(tx, status, url);
    if (known.is_in_the_way) return false;
    if (!known.id) known.id = insert(tx, url);
    tx.exec(R"(
        insert into statuses_cards (status_id, card_id) values ($1, $2)
        on conflict (status_id) do update set card_id = excluded.card_id)", {status, known.id});
    if (known.is_due) fetch(tx, known.id, haste);
    return true;
}

void note_boosted(db::Tx& tx, StatusId status) {
    auto rows = tx.query(R"(
        select s.content from statuses s
        where s.id = $1 and not exists (select 1 from statuses_cards c where c.status_id = s.id))", {status});
    if (!rows.next()) return;
    if (!note_link(tx, status, rows.string(0), Haste::Spread)) return;
    // It may have been shown without. A card that comes with its post, or with an edit, needs no word of it.
    tx.exec("update statuses set revision = revision + 1 where id = $1", {status});
}

void change_link(db::Tx& tx, StatusId status, std::string_view content, Haste haste) {
    tx.exec("delete from statuses_cards where status_id = $1", {status});
    note_link(tx, status, content, haste);
}

std::optional<CardId> find_card(db::Tx& tx, std::string_view url) {
    const auto parsed = base::Url::parse(url);
    if (!parsed) return std::nullopt;
    const auto id = tx.query_integer("select id from preview_cards where url = $1", {parsed->text()});
    return id ? std::optional(CardId{*id}) : std::nullopt;
}

std::optional<std::string> due_link(db::Tx& tx, CardId card) {
    auto rows = tx.query("select url from preview_cards where id = $1 and fetch_after <= $2", {card, tx.now()});
    return rows.next() ? std::optional(rows.string(0)) : std::nullopt;
}

void keep_card(db::Tx& tx, CardId card, const std::optional<Card>& found) {
    if (!found) {
        tx.exec("update preview_cards set fetch_after = $2 where id = $1", {card, tx.now() + kHopeless});
        return;
    }
    auto rows = tx.query("select url from preview_cards where id = $1", {card});
    if (!rows.next()) return;
    const std::optional<AccountId> author = credited(tx, rows.string(0), found->creator);
    tx.exec(R"(
        update preview_cards
        set type = $2, title = $3, description = $4, language = $5, author_name = $6, author_url = $7,
            author_account_id = $8, provider_name = $9, provider_url = $10, html = $11, embed_url = $12, image_url = $13,
            image_description = $14, width = $15, height = $16, published_at = $17, fetch_after = $18
        where id = $1)", {card, found->type, found->title, found->description, found->language, found->author_name,
                       found->author_url, author, found->provider_name, found->provider_url, found->html,
                       found->embed_url, found->image_url, found->image_description, found->width, found->height,
                       found->published_at, tx.now() + kFresh});
}

bool delete_unused_cards(db::Tx& tx) {
    const CardId newest{base::first_id_of(tx.now() - kUnusedFor)};
    const auto deleted = tx.exec(R"(
        delete from preview_cards where id in (
            select p.id from preview_cards p
            where p.id < $1 and not exists (select 1 from statuses_cards c where c.card_id = p.id)
            order by p.id limit $2))", {newest, kAtOnce});
    tx.exec("delete from crawled_hosts where robots_until < $1 and not_before < $1", {tx.now() - kUnusedFor});
    return deleted < kAtOnce;
}

} // namespace cards
