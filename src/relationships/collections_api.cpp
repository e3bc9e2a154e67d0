#include "relationships/collections_api.h"

#include "accounts/actors.h"
#include "federation/addresses.h"
#include "federation/collections.h"
#include "federation/follower_digests.h"
#include "federation/origins.h"
#include "federation/signer.h"
#include "relationships/lists.h"

namespace relationships {

namespace {

constexpr int kPage = 12;

// One of an account's two lists of people.
struct Side {
    std::string (*url)(std::string_view actor);
    std::string_view count;
    std::vector<ListEntry> (*list)(db::Tx&, AccountId account, AccountId viewer, const http::Page&);
};
constexpr Side kFollowers{federation::followers_url, "select followers_count from account_stats where account_id = $1",
                          followers};
constexpr Side kFollowing{federation::following_url, "select following_count from account_stats where account_id = $1",
                          following};

bool hides_lists(db::Tx& tx, AccountId account) {
    return tx.query_integer("select 1 from accounts where id = $1 and hides_collections", {account}).has_value();
}

std::vector<AccountId> accounts_of(const std::vector<ListEntry>& entries) {
    std::vector<AccountId> ids;
    for (const ListEntry& entry : entries) ids.push_back(entry.account);
    return ids;
}

http::Reply whole(db::Tx& tx, AccountId account, const Side& side, const std::string& id) {
    const bool is_hidden = hides_lists(tx, account);
    return federation::document([&](json::Writer& out) {
        federation::write_collection(out, {.id = id,
                                           .total_items = tx.query_integer(side.count, {account}).value_or(0),
                                           .first = is_hidden ? "" : id + "?page=true"});
    });
}

http::Reply page_of(const http::Request& request, db::Tx& tx, AccountId account, const Side& side,
                    const std::string& id) {
    if (hides_lists(tx, account)) return base::forbidden();
    http::Page page;
    page.limit = kPage;
    const auto max_id = request.maybe_id<AccountId>("max_id");
    if (max_id) page.max_id = max_id->value;
    const auto entries = side.list(tx, account, {}, page);
    const auto uris = accounts::actor_uris(tx, accounts_of(entries));

    federation::CollectionPage description{
        .id = max_id ? id + "?max_id=" + to_string(*max_id) + "&page=true" : id + "?page=true", .part_of = id};
    if (entries.size() == kPage) {
        description.next = id + "?max_id=" + std::to_string(entries.back().id) + "&page=true";
    }
    return federation::document([&](json::Writer& out) {
        federation::write_page(out, description, federation::Place::Alone, federation::kPlainContext, [&] {
            for (const auto& uri : uris) out.value(uri);
        });
    });
}

http::Reply collection(const http::Request& request, db::Tx& tx, const Side& side) {
    const auto account = TRY(accounts::find_active_actor(tx, request.text_or("username", "")));
    const auto reader = TRY(federation::reader(request, tx));
    const auto id = side.url(accounts::actor_uri(tx.config(), account.username, ""));
    return federation::as_given_to(
        request.text("page") ? page_of(request, tx, account.id, side, id) : whole(tx, account.id, side, id), reader);
}

} // namespace

// https://www.w3.org/TR/activitypub/#followers
http::Reply get_followers_collection(const http::Request& request, db::Tx& tx) {
    return collection(request, tx, kFollowers);
}

// FEP-8fcf: the followers on the server that asks, which alone may know them all.
http::Reply get_followers_synchronization(const http::Request& request, db::Tx& tx) {
    const auto account = TRY(accounts::find_active_actor(tx, request.text_or("username", "")));
    const auto reader = TRY(federation::reader(request, tx));
    if (!reader.is_somebody()) {
        return base::refuse(base::Refusal::Unauthorized, "Sign the request with a key of an actor that is known here");
    }
    const auto readers_host = federation::host_of(accounts::actor_uris(tx, std::span(&reader.id, 1)).at(0));
    const auto uris = federation::followers_on(tx, account.id, readers_host);
    if (!uris) return federation::as_given_to(base::not_found(), reader);
    const auto id = federation::followers_synchronization_url(accounts::actor_uri(tx.config(), account.username, ""));
    auto reply = federation::document([&](json::Writer& out) {
        federation::write_whole_collection(out, {.id = id}, static_cast<std::int64_t>(uris->size()),
                                           federation::kPlainContext, [&] {
                                               for (const auto& uri : *uris) out.value(uri);
                                           });
    });
    return federation::as_given_to(std::move(reply), reader);
}

// https://www.w3.org/TR/activitypub/#following
http::Reply get_following_collection(const http::Request& request, db::Tx& tx) {
    return collection(request, tx, kFollowing);
}

} // namespace relationships
