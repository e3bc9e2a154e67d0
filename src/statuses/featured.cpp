#include "statuses/featured.h"

#include "federation/reading.h"
#include "tags/featured.h"

#include <algorithm>

namespace statuses {

std::vector<std::string> items_of(const json::Object& collection) {
    auto items = federation::ids_in(collection, "orderedItems");
    return items.empty() ? federation::ids_in(collection, "items") : items;
}

void pin_remote(db::Tx& tx, AccountId account, StatusId status) {
    tx.exec(R"(
        insert into status_pins (id, account_id, status_id, created_at)
        select $1, account_id, id, $4 from statuses
        where id = $3 and account_id = $2 and not is_local and reblog_of_id is null and visibility <> 3
          and (select count(*) from status_pins p where p.account_id = $2) < $5
        on conflict (status_id) do nothing)", {tx.new_id(), account, status, tx.now(), static_cast<int>(kMaxFeatured)});
}

void unpin_remote(db::Tx& tx, AccountId account, StatusId status) {
    tx.exec("delete from status_pins where status_id = $1 and account_id = $2", {status, account});
}

// The newest pin is shown first.
void replace_pins(db::Tx& tx, AccountId account, std::span<const StatusId> statuses) {
    tx.exec("delete from status_pins where account_id = $1", {account});
    for (std::size_t i = statuses.size(); i > 0; --i) pin_remote(tx, account, statuses[i - 1]);
}

std::optional<tags::Tag> hashtag_of(db::Tx& tx, const json::Object& object) {
    if (!federation::is_a(object, "Hashtag")) return std::nullopt;
    std::string name = federation::text_in(object, "name", 256);
    if (name.starts_with('#')) name.erase(0, 1);
    const auto named = tags::named(name);
    return named.name.empty() ? std::nullopt : std::optional(tags::ensure_tag(tx, named));
}

void replace_featured_tags(db::Tx& tx, AccountId account, const json::Object& collection) {
    auto items = federation::objects_in(collection, "items", kMaxFeatured);
    if (items.empty()) items = federation::objects_in(collection, "orderedItems", kMaxFeatured);
    std::vector<TagId> wanted;
    for (const auto* item : items) {
        const auto tag = hashtag_of(tx, *item);
        if (tag) wanted.push_back(tag->id);
    }
    for (const auto& kept : tags::featured_tags(tx, account)) {
        if (std::ranges::find(wanted, kept.tag.id) == wanted.end()) tags::unfeature_tag(tx, account, kept.tag.id);
    }
    for (const TagId tag : wanted) (void)tags::feature_tag(tx, account, {.id = tag, .name = {}, .display_name = {}});
}

} // namespace statuses
