#include "cards/cards_jobs.h"

#include "base/ascii.h"
#include "base/log.h"
#include "base/text.h"
#include "cards/cards.h"
#include "cards/charset.h"
#include "cards/reading.h"
#include "cards/visit.h"

namespace cards {

namespace {

constexpr std::size_t kPageBytes = 1 << 20, kOembedBytes = 256 << 10;
constexpr std::int64_t kMaxTries = 4;

bool is_page(std::string_view content_type) {
    const std::string type = base::ascii_lower(content_type);
    const auto essence = base::trim(std::string_view(type).substr(0, type.find(';')));
    return essence == "text/html" || essence == "application/xhtml+xml";
}

// What oEmbed leaves open, the page says.
Card completed(Card card, const Card& page) {
    if (card.description.empty()) card.description = page.description;
    if (card.title.empty()) card.title = page.title;
    if (card.image_url.empty()) card.image_url = page.image_url;
    if (card.provider_name.empty()) card.provider_name = page.provider_name;
    card.image_description = page.image_description;
    card.language = page.language;
    card.published_at = page.published_at;
    card.creator = page.creator;
    return card;
}

std::optional<Card> oembed(Visit& visit, const std::string& address, const base::Url& page) {
    if (address.empty()) return std::nullopt;
    const auto answer = visit.get(address, "application/json", kOembedBytes);
    return answer ? card_of_oembed(answer->body, page) : std::nullopt;
}

Result<std::optional<Card>> read(Visit& visit, const std::string& url) {
    const auto answer = TRY(visit.get(url, "text/html, application/xhtml+xml", kPageBytes));
    const auto at = base::Url::parse(answer.url);
    if (!at || !is_page(answer.header("content-type"))) return std::optional<Card>();
    const auto page = federation::read_page(to_utf8(answer.body, answer.header("content-type")));
    Card card = card_of_page(page, *at);
    if (auto said = oembed(visit, oembed_address(page, *at), *at)) card = completed(std::move(*said), card);
    if (card.provider_name.empty()) card.provider_name = at->host;
    return card.says_something() ? std::optional(std::move(card)) : std::nullopt;
}

} // namespace

void fetch_card(const jobs::Arguments& arguments, db::Database& database) {
    const auto card = arguments.id<CardId>("card_id");
    std::optional<std::string> url;
    database.read([&](db::Tx& tx) { url = due_link(tx, card); });
    if (!url) return;

    Visit visit(database);
    const auto found = read(visit, *url);
    const auto tries = arguments.integer("tries") + 1;
    database.write([&](db::Tx& tx) {
        if (visit.not_before() && !found && tries < kMaxTries) { // Not all at once, when the time has come.
            const auto at = *visit.not_before() + std::chrono::milliseconds(tx.random().number() % 60'000);
            jobs::enqueue_waiting(tx, "fetch_card", {{"card_id", card.value}, {"tries", tries}}, at);
            return;
        }
        if (!found) base::log::debug("there is no preview", {{"url", *url}, {"reason", found.error().message}});
        keep_card(tx, card, found ? *found : std::nullopt);
    });
}

void delete_unused_cards_job(const jobs::Arguments&, db::Tx& tx) {
    if (!delete_unused_cards(tx)) jobs::enqueue(tx, "delete_unused_cards");
}

} // namespace cards
