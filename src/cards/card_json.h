#pragma once

#include "accounts/account_json.h"
#include "base/json.h"
#include "cards/card.h"
#include "db/db.h"

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cards {

struct ShownCard : Card {
    std::string url;
    AccountId author; // 0: nobody whom we know.
    std::int64_t id = 0;
};
// What a select begins with that read_card() reads, where preview_cards is p.
inline constexpr std::string_view kCardColumns = R"(
    p.url, p.type, p.title, p.description, p.language, p.author_name, p.author_url, p.provider_name, p.provider_url,
    p.html, p.embed_url, p.image_description, p.width, p.height, p.published_at, p.author_account_id,
    p.image_url, p.id)";
inline constexpr int kCardColumnCount = 18;
ShownCard read_card(const db::Rows& rows);

// The members of the entity, without the braces. `accounts` has the author when it is there; null where nobody is
// known. https://docs.joinmastodon.org/entities/PreviewCard/
void write_card_members(json::Writer& out, const base::Config& config, const ShownCard& card,
                        const accounts::AccountEntities* accounts);

// The previews of a page of posts, in one statement.
class CardEntities {
public:
    // Asks for those of `statuses`, which are some; whoever has more to ask reads all together: see
    // db::Tx::query_ahead.
    static db::Rows ask(db::Tx& tx, std::span<const StatusId> statuses);
    CardEntities(const base::Config& config, db::Rows rows);

    // Whom previews name as the authors of their pages.
    const std::vector<AccountId>& authors() const { return authors_; }
    bool has_author(StatusId status) const;
    // One object, or null. `accounts` has those of authors() that are there; null when this one has none.
    void write(json::Writer& out, StatusId status, const accounts::AccountEntities* accounts = nullptr) const;

private:
    const base::Config& config_;
    std::unordered_map<StatusId, ShownCard> cards_;
    std::vector<AccountId> authors_;
};

} // namespace cards
