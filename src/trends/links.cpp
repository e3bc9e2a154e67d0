#include "trends/links.h"

#include "cards/card_json.h"
#include "cards/cards.h"

#include <unordered_map>

namespace trends {

namespace {

using Cards = std::unordered_map<std::int64_t, cards::ShownCard>;

Cards load(db::Tx& tx, std::span<const Trend> links) {
    static const std::string kSql = "select" + std::string(cards::kCardColumns) + R"(, p.id
        from ids($1) l join preview_cards p on p.id = l.value
        where p.title <> '' or p.html <> '')";
    std::vector<cards::CardId> ids;
    for (const Trend& link : links) ids.push_back(cards::CardId{link.id});
    Cards found;
    auto rows = tx.query(kSql, {ids});
    while (rows.next()) found.emplace(rows.integer(cards::kCardColumnCount), cards::read_card(rows));
    return found;
}

accounts::AccountEntities authors_of(db::Tx& tx, const Cards& found) {
    std::vector<AccountId> authors;
    for (const auto& [id, card] : found) {
        if (card.author) authors.push_back(card.author);
    }
    return {tx, authors};
}

} // namespace

void write_links(json::Writer& out, db::Tx& tx, std::span<const Trend> links) {
    const Cards found = links.empty() ? Cards() : load(tx, links);
    const auto authors = authors_of(tx, found);
    out.begin_array();
    for (const Trend& link : links) {
        const auto card = found.find(link.id);
        if (card == found.end()) continue;
        out.begin_object();
        cards::write_card_members(out, tx.config(), card->second, &authors);
        out.raw_field("history", link.history);
        out.end_object();
    }
    out.end_array();
}

} // namespace trends
