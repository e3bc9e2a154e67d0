#pragma once

#include "base/json.h"
#include "collections/collection.h"
#include "db/db.h"

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

// Collection entities. https://docs.joinmastodon.org/entities/Collection/
namespace collections {

// Those of a page, as one viewer (0: nobody) sees them. One statement, and one more to find them by their ids; none for
// no collections.
class CollectionEntities {
public:
    CollectionEntities(db::Tx& tx, std::vector<Collection> collections, AccountId viewer);
    CollectionEntities(db::Tx& tx, std::span<const CollectionId> ids, AccountId viewer);

    bool has(CollectionId id) const { return collections_.contains(id); }
    void write(json::Writer& out, CollectionId id) const;
    // Who is in it, as far as the viewer is shown.
    std::vector<AccountId> members(CollectionId id) const;

private:
    struct Shown {
        Collection collection;
        std::vector<Item> items;
    };
    const base::Config& config_;
    std::unordered_map<CollectionId, Shown> collections_;
};

// https://docs.joinmastodon.org/entities/CollectionItem/
void write_item(json::Writer& out, const Item& item);

} // namespace collections
