#include "collections/documents_api.h"

#include "accounts/accounts.h"
#include "accounts/actors.h"
#include "collections/addresses.h"
#include "collections/collections.h"
#include "collections/documents.h"
#include "collections/items.h"
#include "federation/collections.h"
#include "federation/signer.h"

#include <algorithm>

namespace collections {

namespace {

using accounts::Account;
using federation::Place;

constexpr int kDocumentsPerPage = 5;

// One of ours by the number in the path, as by a name.
Result<Account> find_active_owner(const http::Request& request, db::Tx& tx) {
    const auto account = accounts::find(tx, TRY(request.id<AccountId>("account_id")));
    if (!account || !account->is_local()) return base::not_found();
    return accounts::find_active_actor(tx, account->username);
}

// A collection of ours, for whoever is not kept away from its owner.
Result<Collection> find_document(db::Tx& tx, CollectionId id, const Account& reader) {
    auto collection = TRY(find_seen(tx, id, reader));
    if (!collection.is_local()) return base::not_found();
    return collection;
}

Result<Collection> find_named(const http::Request& request, db::Tx& tx, const Account& reader) {
    const auto owner = TRY(find_active_owner(request, tx));
    const auto id = TRY(request.id<CollectionId>("id"));
    auto collection = TRY(find_document(tx, id, reader));
    if (collection.owner != owner.id) return base::not_found();
    return collection;
}

http::Reply collection_reply(db::Tx& tx, const Collection& collection) {
    const CollectionDocuments documents(tx, std::vector{collection});
    return federation::document([&](json::Writer& out) { documents.write(out, collection.id, Place::Alone); });
}

http::Reply item_reply(const http::Request& request, db::Tx& tx, const Account& reader) {
    const auto owner = TRY(find_active_owner(request, tx));
    const auto id = TRY(request.id<ItemId>("id"));
    const auto found = find_item(tx, id);
    if (!found) return base::not_found();
    const auto collection = TRY(find_document(tx, found->collection, reader));
    const CollectionDocuments documents(tx, std::vector{collection});
    const Member* member = documents.find_member(collection.id, id);
    if (!member || collection.owner != owner.id) return base::not_found();
    return federation::document(
        [&](json::Writer& out) { documents.write_item(out, collection.id, *member, Place::Alone); });
}

// There as long as the member of ours is in the collection, whoever's it is.
Result<Authorization> find_authorization(const http::Request& request, db::Tx& tx) {
    const auto member = TRY(find_active_owner(request, tx));
    const auto id = TRY(request.id<ItemId>("id"));
    const auto item = find_item(tx, id);
    if (!item || item->account != member.id || item->state != ItemState::Accepted) return base::not_found();
    const auto collection = find_collection(tx, item->collection);
    if (!collection) return base::not_found();
    return Authorization{.uri = authorization_uri(tx.config(), *item),
                         .member = accounts::local_uri(tx.config(), member.username),
                         .collection = uri_of(tx.config(), *collection)};
}

http::Reply whole_list(db::Tx& tx, AccountId owner, const std::string& url) {
    const auto total = tx.query_integer("select count(*) from collections where account_id = $1", {owner});
    return federation::document([&](json::Writer& out) {
        federation::write_collection(
            out, {.id = url, .order = federation::Order::None, .total_items = total, .first = url + "?page=1"});
    });
}

http::Reply page_of_list(db::Tx& tx, AccountId owner, const std::string& url, int number) {
    auto found =
        collections_of(tx, owner, {.limit = kDocumentsPerPage + 1, .offset = (number - 1) * kDocumentsPerPage});
    const bool has_more = found.size() > kDocumentsPerPage;
    if (has_more) found.pop_back();
    std::vector<CollectionId> ids;
    for (const Collection& one : found) ids.push_back(one.id);
    const CollectionDocuments documents(tx, std::move(found));
    const auto page_url = [&](int page) { return url + "?page=" + std::to_string(page); };
    const federation::CollectionPage page{.id = page_url(number),
                                          .part_of = url,
                                          .order = federation::Order::None,
                                          .next = has_more ? page_url(number + 1) : "",
                                          .prev = number > 1 ? page_url(number - 1) : ""};
    return federation::document([&](json::Writer& out) {
        federation::write_page(out, page, Place::Alone, federation::kFeatureContext, [&] {
            for (const CollectionId id : ids) documents.write(out, id, Place::Inside);
        });
    });
}

http::Reply list_reply(const http::Request& request, db::Tx& tx) {
    constexpr std::int64_t kMostPages = 1000;
    const auto owner = TRY(find_active_owner(request, tx));
    const std::string url = federation::featured_collections_url(tx.config(), owner.id);
    if (!request.has("page")) return whole_list(tx, owner.id, url);
    const auto number = std::clamp<std::int64_t>(request.integer("page").value_or(1), 1, kMostPages);
    return page_of_list(tx, owner.id, url, static_cast<int>(number));
}

// What `write_reply(reader)` answers to whoever asks, and may.
template <typename WriteReply>
http::Reply to_reader(const http::Request& request, db::Tx& tx, WriteReply&& write_reply) {
    const auto reader = TRY(federation::reader(request, tx));
    return federation::as_given_to(write_reply(reader), reader);
}

} // namespace

http::Reply get_featured_collections(const http::Request& request, db::Tx& tx) {
    return to_reader(request, tx, [&](const Account&) { return list_reply(request, tx); });
}

http::Reply get_collection_document(const http::Request& request, db::Tx& tx) {
    return to_reader(request, tx, [&](const Account& reader) {
        const auto collection = find_named(request, tx, reader);
        return collection ? collection_reply(tx, *collection) : http::Reply(collection.error());
    });
}

// The address for people, where servers get the document.
http::Reply get_collection_page(const http::Request& request, db::Tx& tx) {
    if (!federation::is_activity_request(request)) return federation::as_negotiated(base::not_found());
    return federation::as_negotiated(to_reader(request, tx, [&](const Account& reader) -> http::Reply {
        const auto id = TRY(request.id<CollectionId>("id"));
        return collection_reply(tx, TRY(find_document(tx, id, reader)));
    }));
}

http::Reply get_item_document(const http::Request& request, db::Tx& tx) {
    return to_reader(request, tx, [&](const Account& reader) { return item_reply(request, tx, reader); });
}

http::Reply get_authorization(const http::Request& request, db::Tx& tx) {
    return to_reader(request, tx, [&](const Account&) -> http::Reply {
        const auto authorization = TRY(find_authorization(request, tx));
        return federation::document([&](json::Writer& out) { write_authorization(out, authorization, Place::Alone); });
    });
}

} // namespace collections
