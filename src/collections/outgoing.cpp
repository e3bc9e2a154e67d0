#include "collections/outgoing.h"

#include "accounts/accounts.h"
#include "accounts/outgoing.h"
#include "accounts/remote_accounts.h"
#include "collections/addresses.h"
#include "collections/documents.h"
#include "federation/audience.h"
#include "federation/composing.h"
#include "federation/delivery.h"

namespace collections {

namespace {

using federation::Heading;
using federation::Place;

// Those who care for the owner, and who is in the collection, or was a moment ago.
std::vector<std::string> reach_of(db::Tx& tx, const Collection& collection, AccountId other = {}) {
    auto inboxes = accounts::account_reach(tx, collection.owner);
    auto people = tx.query_ids<AccountId>(
        "select account_id from collection_items where collection_id = $1 and state = 1", {collection.id});
    if (other) people.push_back(other);
    const auto theirs = federation::inboxes_of(tx, people);
    inboxes.insert(inboxes.end(), theirs.begin(), theirs.end());
    return inboxes;
}

// An activity of the owner of one of ours, for everybody; `write_rest` writes what it is about.
template <typename WriteRest>
void send(db::Tx& tx, const Collection& collection, std::string_view type, AccountId other, WriteRest&& write_rest) {
    if (!collection.is_local()) return;
    const auto inboxes = reach_of(tx, collection, other);
    if (inboxes.empty()) return;
    const std::string actor = accounts::uri_of(tx, collection.owner);
    const Heading heading{.id = actor + "#collections/" + std::to_string(tx.new_id()),
                          .type = type,
                          .actor = actor,
                          .context = federation::kFeatureContext};
    const std::string document = federation::compose(heading, [&](json::Writer& out) {
        federation::write_to_public(out);
        write_rest(out);
    });
    federation::deliver(tx, collection.owner, document, inboxes);
}

void send_whole(db::Tx& tx, const Collection& collection, std::string_view type, bool has_target) {
    if (!collection.is_local()) return;
    const CollectionDocuments documents(tx, std::vector{collection});
    send(tx, collection, type, {}, [&](json::Writer& out) {
        out.key("object");
        documents.write(out, collection.id, Place::Inside);
        if (has_target) out.field("target", federation::featured_collections_url(tx.config(), collection.owner));
    });
}

void write_request(json::Writer& out, std::string_view uri, std::string_view actor, std::string_view object,
                   std::string_view instrument) {
    out.begin_object();
    out.field("id", uri);
    out.field("type", "FeatureRequest");
    out.field("actor", actor);
    out.field("object", object);
    out.field("instrument", instrument);
    out.end_object();
}

// `result` is empty when it is rejected.
void answer(db::Tx& tx, const accounts::Account& member, const FeatureRequest& request, std::string_view result) {
    const auto recipient = federation::find_correspondent(tx, request.from);
    if (!recipient) return;
    const std::string actor = accounts::local_uri(tx.config(), member.username);
    const Heading heading{.id = actor + (result.empty() ? "#rejects" : "#accepts") + "/feature_requests/"
                                + std::to_string(tx.new_id()),
                          .type = result.empty() ? "Reject" : "Accept",
                          .actor = actor,
                          .context = federation::kFeatureContext};
    const std::string document = federation::compose(heading, [&](json::Writer& out) {
        out.field("to", recipient->uri);
        out.key("object");
        write_request(out, request.uri, recipient->uri, actor, request.collection);
        if (!result.empty()) out.field("result", result);
    });
    federation::deliver(tx, member.id, document, std::span(&recipient->inbox, 1));
}

} // namespace

void send_new_collection(db::Tx& tx, const Collection& collection) { send_whole(tx, collection, "Add", true); }

void send_changed_collection(db::Tx& tx, const Collection& collection) { send_whole(tx, collection, "Update", false); }

void send_deleted_collection(db::Tx& tx, const Collection& collection) {
    send(tx, collection, "Remove", {}, [&](json::Writer& out) {
        out.field("object", uri_of(tx.config(), collection));
        out.field("target", federation::featured_collections_url(tx.config(), collection.owner));
    });
}

void send_new_item(db::Tx& tx, const Collection& collection, const Item& item) {
    if (!collection.is_local()) return;
    const CollectionDocuments documents(tx, std::vector{collection});
    const Member* member = documents.find_member(collection.id, item.id);
    if (!member) return;
    send(tx, collection, "Add", item.account, [&](json::Writer& out) {
        out.key("object");
        documents.write_item(out, collection.id, *member, Place::Inside);
        out.field("target", uri_of(tx.config(), collection));
    });
}

void send_removed_item(db::Tx& tx, const Collection& collection, const Item& item) {
    send(tx, collection, "Remove", item.account, [&](json::Writer& out) {
        out.field("object", uri_of(tx.config(), collection, item));
        out.field("target", uri_of(tx.config(), collection));
    });
}

void send_request(db::Tx& tx, const Collection& collection, const Item& item) {
    const auto recipient = federation::find_correspondent(tx, item.account);
    if (!recipient || !collection.is_local()) return;
    const std::string actor = accounts::uri_of(tx, collection.owner);
    const Heading heading{
        .id = item.request_uri, .type = "FeatureRequest", .actor = actor, .context = federation::kFeatureContext};
    const std::string document = federation::compose(heading, [&](json::Writer& out) {
        out.field("to", recipient->uri);
        out.field("object", recipient->uri);
        out.field("instrument", uri_of(tx.config(), collection));
    });
    federation::deliver(tx, collection.owner, document, std::span(&recipient->inbox, 1));
}

void send_accept(db::Tx& tx, const accounts::Account& member, const FeatureRequest& request, const Item& item) {
    answer(tx, member, request, authorization_uri(tx.config(), item));
}

void send_reject(db::Tx& tx, const accounts::Account& member, const FeatureRequest& request) {
    answer(tx, member, request, "");
}

void send_revocation(db::Tx& tx, const Collection& collection, const Item& item) {
    const auto member = accounts::find(tx, item.account);
    if (collection.is_local() || !member || !member->is_local()) return;
    auto inboxes = accounts::account_reach(tx, member->id);
    if (const auto owner = federation::find_correspondent(tx, collection.owner)) inboxes.push_back(owner->inbox);
    if (inboxes.empty()) return;
    const Authorization authorization{.uri = authorization_uri(tx.config(), item),
                                      .member = accounts::local_uri(tx.config(), member->username),
                                      .collection = collection.uri};
    const Heading heading{.id = authorization.uri + "#delete",
                          .type = "Delete",
                          .actor = authorization.member,
                          .context = federation::kFeatureContext};
    const std::string document = federation::compose(heading, [&](json::Writer& out) {
        federation::write_to_public(out);
        out.key("object");
        write_authorization(out, authorization, Place::Inside);
    });
    federation::deliver(tx, member->id, document, inboxes, federation::Reach::Available, {},
                        federation::Signed::Within);
}

} // namespace collections
