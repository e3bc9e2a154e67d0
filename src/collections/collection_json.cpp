#include "collections/collection_json.h"

#include "collections/addresses.h"
#include "collections/collections.h"
#include "collections/items.h"
#include "statuses/hashtags.h"

namespace collections {

namespace {

void write_topic(json::Writer& out, const base::Config& config, const Collection& collection) {
    if (!collection.tag) return out.null();
    out.begin_object();
    out.field("name", collection.tag_name);
    out.field("url", statuses::hashtag_url(config.web_url(), collection.tag_name));
    out.end_object();
}

} // namespace

CollectionEntities::CollectionEntities(db::Tx& tx, std::vector<Collection> collections, AccountId viewer)
    : config_(tx.config()) {
    auto items = shown_items(tx, collections, viewer);
    for (Collection& one : collections) {
        const CollectionId id = one.id;
        collections_.emplace(id, Shown{.collection = std::move(one), .items = std::move(items[id])});
    }
}

CollectionEntities::CollectionEntities(db::Tx& tx, std::span<const CollectionId> ids, AccountId viewer)
    : CollectionEntities(tx, find_collections(tx, ids), viewer) {}

std::vector<AccountId> CollectionEntities::members(CollectionId id) const {
    std::vector<AccountId> members;
    for (const Item& item : collections_.at(id).items) members.push_back(item.account);
    return members;
}

void CollectionEntities::write(json::Writer& out, CollectionId id) const {
    const auto& [collection, items] = collections_.at(id);
    out.begin_object();
    out.field("id", collection.id);
    out.field("uri", uri_of(config_, collection));
    out.field("name", collection.name);
    out.field("description", collection.description);
    out.field("language", collection.language);
    out.field("account_id", collection.owner);
    out.field("local", collection.is_local());
    out.field("sensitive", collection.is_sensitive);
    out.field("discoverable", collection.is_discoverable);
    if (collection.is_local()) {
        out.field("url", page_of(config_, collection));
    } else if (collection.url.empty()) {
        out.null_field("url");
    } else {
        out.field("url", collection.url);
    }
    out.field("item_count", static_cast<std::int64_t>(items.size()));
    out.field("created_at", collection.created_at);
    out.field("updated_at", collection.updated_at);
    out.key("tag");
    write_topic(out, config_, collection);
    out.key("items");
    out.begin_array();
    for (const Item& item : items) write_item(out, item);
    out.end_array();
    out.end_object();
}

void write_item(json::Writer& out, const Item& item) {
    out.begin_object();
    out.field("id", item.id);
    out.field("state", to_string(item.state));
    out.field("created_at", item.created_at);
    const bool is_in = item.state == ItemState::Pending || item.state == ItemState::Accepted;
    if (is_in) out.field("account_id", item.account);
    out.end_object();
}

} // namespace collections
