#pragma once

#include "base/renderings.h"
#include "cards/card_json.h"
#include "db/db.h"
#include "statuses/page.h"

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

// What status_json.h writes of posts that is the same for all who look.
namespace statuses {

// Of the posts of a page that are no boosts: those that were shown of late need no query, the others five together.
class StatusRenderings {
public:
    StatusRenderings(db::Tx& tx, const StatusPage& page);

    bool has(StatusId id) const { return renderings_.contains(id); }
    const base::StatusRendering& of(StatusId id) const { return *renderings_.at(id); }
    // Whom cards name as the authors of their pages: write_card() shows them.
    const std::vector<AccountId>& card_authors() const { return card_authors_; }
    void write_card(json::Writer& out, StatusId id, const accounts::AccountEntities& accounts) const;

private:
    void render(db::Tx& tx, const StatusPage& page, const std::vector<StatusId>& missing);

    std::unordered_map<StatusId, std::shared_ptr<const base::StatusRendering>> renderings_;
    std::optional<cards::CardEntities> cards_; // Of those that were not shown of late.
    std::vector<AccountId> card_authors_;
};

// What its author wrote, which others do not see.
struct Source {
    std::string text;
    std::string spoiler_text;
};
// Of a post that is there.
Source source_of(db::Tx& tx, StatusId id);

// "https://social.example/users/alice/statuses/1" and "https://social.example/@alice/1".
std::string local_uri(std::string_view web_url, std::string_view username, StatusId id);
std::string local_url(std::string_view web_url, std::string_view username, StatusId id);

} // namespace statuses
