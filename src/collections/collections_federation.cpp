#include "collections/collections_federation.h"

#include "accounts/accounts.h"
#include "accounts/remote_accounts.h"
#include "collections/collections.h"
#include "collections/items.h"
#include "collections/outgoing.h"
#include "collections/paged_items.h"
#include "collections/remote_collections.h"
#include "federation/fetch.h"
#include "federation/origins.h"
#include "federation/reading.h"
#include "federation/tombstones.h"

namespace collections {

namespace {

// A collection of the actor's that is here.
std::optional<Collection> own_collection(db::Tx& tx, const Activity& activity, std::string_view uri) {
    auto collection = find_by_uri(tx, uri);
    const bool is_theirs = collection && collection->owner == activity.actor.id;
    return is_theirs ? std::move(collection) : std::nullopt;
}

// Where somebody elsewhere shows their collections.
bool is_shelf_of(db::Tx& tx, AccountId owner, std::string_view url) {
    return !url.empty()
           && tx.query_integer("select 1 from remote_actors where account_id = $1 and featured_collections_url = $2",
                               {owner, url});
}

// The item that the actor was asked for.
struct Asked {
    Collection collection;
    Item item;
};
std::optional<Asked> asked_of(db::Tx& tx, const Activity& activity, std::optional<Item> item) {
    if (!item || item->account != activity.actor.id) return std::nullopt;
    auto collection = find_collection(tx, item->collection);
    if (!collection) return std::nullopt;
    return Asked{.collection = std::move(*collection), .item = std::move(*item)};
}

Result<Collection> find_or_keep_instrument(db::Tx& tx, const Activity& request) {
    const std::string uri = federation::id_in(request.document, "instrument");
    if (auto known = own_collection(tx, request, uri)) return std::move(*known);
    const auto* document = federation::object_in(request.document, "instrument");
    if (!document) return base::not_found();
    const auto collection = TRY(read_collection(*document));
    return keep_collection(tx, request.actor, collection);
}

// Puts one of ours in, as asked; who has left, or said no, stays out.
Result<Item> accept_into(db::Tx& tx, const Collection& collection, AccountId member, const std::string& request_uri) {
    const auto known = find_item_of(tx, collection.id, member);
    if (known && (known->state == ItemState::Rejected || known->state == ItemState::Revoked)) return base::forbidden();
    if (!known) insert_request(tx, collection, member);
    auto item = find_item_of(tx, collection.id, member);
    if (!item) return base::not_found(); // Taken out again just now.
    tx.exec("update collection_items set request_uri = $2 where id = $1", {item->id, request_uri});
    change_item(tx, collection, *item, ItemState::Accepted);
    return std::move(*item);
}

} // namespace

Result<> receive_collection(db::Tx& tx, const Activity& activity) {
    const auto* document = activity.object();
    if (!document) return base::not_found();
    const auto collection = TRY(read_collection(*document));
    const bool is_own =
        collection.owner == activity.actor_uri && federation::is_same_host(collection.uri, activity.actor_uri);
    if (!is_own) return base::forbidden("the collection is somebody else's");
    TRY(keep_collection(tx, activity.actor, collection));
    return {};
}

bool must_fetch_items(db::Tx& /*tx*/, const Activity& activity) {
    const auto* document = activity.object();
    return document && activity.is_about_own() && has_items_elsewhere(*document);
}

void fetch_items(federation::Errand& errand, Activity& activity) {
    auto* object = activity.document.if_contains("object");
    const bool is_collection = object && object->is_object() && activity.object_type() == "FeaturedCollection";
    if (is_collection && activity.is_about_own()) gather_items(errand, object->get_object());
}

bool must_fetch_for_add(db::Tx& tx, const Activity& add) {
    if (add.object() || !add.is_about_own()) return false;
    const std::string target = federation::id_in(add.document, "target");
    if (own_collection(tx, add, target)) return true;
    return is_shelf_of(tx, add.actor.id, target) && !find_by_uri(tx, add.object_id());
}

void fetch_for_add(federation::Errand& errand, Activity& add) {
    federation::fetch_object(errand, add);
    fetch_items(errand, add);
}

Result<> receive_add_item(db::Tx& tx, const Activity& add) {
    const auto* document = add.object();
    const auto collection = own_collection(tx, add, federation::id_in(add.document, "target"));
    if (!document || !collection) return base::not_found();
    keep_item(tx, *collection, TRY(read_item(*document, collection->uri)));
    return {};
}

// An item that is removed stays out, even if it has not been verified yet, or comes later.
Result<> receive_remove(db::Tx& tx, const Activity& remove) {
    const std::string uri = remove.object_id();
    if (const auto collection = own_collection(tx, remove, uri)) {
        delete_collection(tx, *collection);
        return {};
    }
    const bool is_in_theirs = federation::is_same_host(uri, remove.actor_uri)
                              && own_collection(tx, remove, federation::id_in(remove.document, "target"));
    if (is_in_theirs) federation::bury(tx, uri);
    const auto item = find_item_by_uri(tx, uri);
    const auto collection = item ? find_collection(tx, item->collection) : std::nullopt;
    const bool is_theirs = collection && collection->owner == remove.actor.id;
    if (is_theirs) remove_item(tx, *collection, *item);
    if (!is_theirs && !is_in_theirs) return base::not_found();
    return {};
}

Result<> receive_delete(db::Tx& tx, const Activity& deletion) {
    const std::string uri = deletion.object_id();
    if (const auto collection = own_collection(tx, deletion, uri)) {
        delete_collection(tx, *collection);
        federation::bury(tx, uri);
        return {};
    }
    const auto asked = asked_of(tx, deletion, find_item_by_approval(tx, uri));
    if (!asked) return base::not_found();
    change_item(tx, asked->collection, asked->item, ItemState::Revoked);
    return {};
}

// Who asks again gets the same answer again.
Result<> receive_feature_request(db::Tx& tx, const Activity& request) {
    const auto member = accounts::find_by_uri(tx, request.object_id());
    if (!member || !member->is_local()) return base::not_found();
    const std::string instrument = federation::id_in(request.document, "instrument");
    const bool is_theirs = federation::is_same_host(instrument, request.actor_uri)
                           && federation::is_same_host(request.id, request.actor_uri);
    if (!is_theirs) return base::forbidden("the collection is of another host");
    const FeatureRequest asked{.uri = request.id, .collection = instrument, .from = request.actor.id};
    const auto refuse = [&] {
        send_reject(tx, *member, asked);
        return Result<>();
    };
    if (!find_featurable(tx, request.actor, member->id)) return refuse();
    const auto collection = TRY(find_or_keep_instrument(tx, request));
    const auto item = accept_into(tx, collection, member->id, request.id);
    if (!item) return refuse();
    send_accept(tx, *member, asked, *item);
    return {};
}

bool must_fetch_for_feature_request(db::Tx& tx, const Activity& request) {
    const std::string instrument = federation::id_in(request.document, "instrument");
    const auto member = accounts::find_by_uri(tx, request.object_id());
    return member && member->is_local() && federation::is_same_host(instrument, request.actor_uri)
           && !find_by_uri(tx, instrument) && find_featurable(tx, request.actor, member->id);
}

void fetch_for_feature_request(federation::Errand& errand, Activity& request) {
    auto document = federation::fetch_document(errand, federation::id_in(request.document, "instrument"));
    if (!document) return;
    gather_items(errand, *document);
    request.document["instrument"] = std::move(*document);
}

Result<> receive_accept(db::Tx& tx, const Activity& accept) {
    const auto asked = asked_of(tx, accept, find_item_by_request(tx, accept.object_id()));
    const std::string stamp = federation::id_in(accept.document, "result");
    if (!asked || !asked->collection.is_local() || asked->item.state == ItemState::Revoked) return base::not_found();
    if (!federation::is_same_host(stamp, accept.actor_uri)) return base::invalid("it is accepted with nothing");
    change_item(tx, asked->collection, asked->item, ItemState::Accepted, stamp);
    return {};
}

Result<> receive_reject(db::Tx& tx, const Activity& reject) {
    const auto asked = asked_of(tx, reject, find_item_by_request(tx, reject.object_id()));
    if (!asked || !asked->collection.is_local()) return base::not_found();
    const bool was_accepted = asked->item.state == ItemState::Accepted;
    change_item(tx, asked->collection, asked->item, was_accepted ? ItemState::Revoked : ItemState::Rejected);
    return {};
}

} // namespace collections
