#include "collections/documents.h"

#include "accounts/actors.h"
#include "collections/addresses.h"
#include "federation/context_json.h"
#include "statuses/hashtags.h"

#include <algorithm>

namespace collections {

namespace {

using federation::Place;

std::vector<CollectionId> ids_of(std::span<const Collection> collections) {
    std::vector<CollectionId> ids;
    for (const Collection& one : collections) ids.push_back(one.id);
    return ids;
}

std::unordered_map<CollectionId, std::vector<Member>> load_members(db::Tx& tx, std::span<const CollectionId> ids) {
    std::unordered_map<CollectionId, std::vector<Member>> found;
    auto rows = tx.query(R"(
        select i.collection_id, i.id, i.account_id, i.uri, i.approval_uri, i.created_at, a.username, a.uri,
               a.actor_type, a.domain
        from ids($1) l
        join collection_items i on i.collection_id = l.value
        join accounts a on a.id = i.account_id
        where i.state = 1 and a.suspended_at is null)", {ids});
    while (rows.next()) {
        const auto collection = rows.id<CollectionId>(0);
        found[collection].push_back({.item = {.id = rows.id<ItemId>(1),
                                              .collection = collection,
                                              .account = rows.id<AccountId>(2),
                                              .state = ItemState::Accepted,
                                              .uri = rows.string(3),
                                              .approval_uri = rows.string(4),
                                              .created_at = rows.time(5)},
                                     .uri = accounts::actor_uri(tx.config(), rows.text(6), rows.text(7)),
                                     .actor_type = rows.string(8),
                                     .is_local = rows.text(9).empty()});
    }
    for (auto& [id, members] : found) {
        std::ranges::sort(members, {}, [](const Member& member) { return member.item.id; });
    }
    return found;
}

std::unordered_map<AccountId, std::string> load_owners(db::Tx& tx, std::span<const Collection> collections) {
    std::unordered_map<AccountId, std::string> found;
    std::vector<AccountId> ids;
    for (const Collection& one : collections) ids.push_back(one.owner);
    auto rows = tx.query("select a.id, a.username, a.uri from ids($1) l join accounts a on a.id = l.value", {ids});
    while (rows.next()) {
        found.emplace(rows.id<AccountId>(0), accounts::actor_uri(tx.config(), rows.text(1), rows.text(2)));
    }
    return found;
}

void write_summary(json::Writer& out, const Collection& collection) {
    if (!collection.language) return out.field("summary", collection.description);
    out.key("summaryMap");
    out.begin_object();
    out.key(*collection.language);
    out.value(collection.description);
    out.end_object();
}

} // namespace

CollectionDocuments::CollectionDocuments(db::Tx& tx, std::vector<Collection> collections) : config_(tx.config()) {
    if (collections.empty()) return;
    auto members = load_members(tx, ids_of(collections));
    auto owners = load_owners(tx, collections);
    for (Collection& one : collections) {
        const CollectionId id = one.id;
        std::string owner = owners[one.owner];
        collections_.emplace(
            id, Shown{.collection = std::move(one), .owner = std::move(owner), .members = std::move(members[id])});
    }
}

void CollectionDocuments::write(json::Writer& out, CollectionId id, Place place) const {
    const auto& [collection, owner, members] = collections_.at(id);
    out.begin_object();
    federation::write_context(out, place, federation::kFeatureContext);
    out.field("id", uri_of(config_, collection));
    out.field("type", "FeaturedCollection");
    out.field("attributedTo", owner);
    out.field("name", collection.name);
    write_summary(out, collection);
    out.field("url", page_of(config_, collection));
    out.field("sensitive", collection.is_sensitive);
    out.field("discoverable", collection.is_discoverable);
    if (collection.tag) {
        out.key("topic");
        federation::write_hashtag(out, collection.tag_name,
                                  statuses::hashtag_url(config_.web_url(), collection.tag_name));
    }
    out.field("published", collection.created_at);
    out.field("updated", collection.updated_at);
    out.field("totalItems", static_cast<std::int64_t>(members.size()));
    out.key("orderedItems");
    out.begin_array();
    for (const Member& member : members) write_item(out, id, member, Place::Inside);
    out.end_array();
    out.end_object();
}

const Member* CollectionDocuments::find_member(CollectionId id, ItemId item) const {
    const auto& members = collections_.at(id).members;
    const auto found = std::ranges::find(members, item, [](const Member& member) { return member.item.id; });
    return found == members.end() ? nullptr : &*found;
}

void CollectionDocuments::write_item(json::Writer& out, CollectionId id, const Member& member, Place place) const {
    out.begin_object();
    federation::write_context(out, place, federation::kFeatureContext);
    out.field("id", uri_of(config_, collections_.at(id).collection, member.item));
    out.field("type", "FeaturedItem");
    out.field("featuredObject", member.uri);
    out.field("featuredObjectType", member.actor_type);
    out.field("featureAuthorization",
              member.is_local ? authorization_uri(config_, member.item) : member.item.approval_uri);
    out.field("published", member.item.created_at);
    out.end_object();
}

void write_authorization(json::Writer& out, const Authorization& authorization, Place place) {
    out.begin_object();
    federation::write_context(out, place, federation::kFeatureContext);
    out.field("id", authorization.uri);
    out.field("type", "FeatureAuthorization");
    out.field("attributedTo", authorization.member);
    out.field("interactingObject", authorization.collection);
    out.field("interactionTarget", authorization.member);
    out.end_object();
}

} // namespace collections
