#include "collections/collections_api.h"

#include "accounts/account_json.h"
#include "accounts/accounts.h"
#include "auth/problem_json.h"
#include "collections/collection_json.h"
#include "collections/collections.h"
#include "collections/items.h"
#include "instance/limits.h"

#include <algorithm>
#include <limits>

namespace collections {

namespace {

using accounts::Account;

constexpr int kDefaultLimit = 40;
constexpr int kMaxOffset = 10'000;

Slice slice_of(const http::Request& request, int max_limit) {
    return {.limit = request.page(kDefaultLimit, max_limit).limit,
            .offset = static_cast<int>(std::clamp<std::int64_t>(request.integer("offset").value_or(0), 0, kMaxOffset))};
}

// Beside the page whether there is another behind it.
struct Found {
    std::vector<Collection> collections;
    bool has_more = false;
};
template <typename Find>
Found find_page(Slice slice, Find&& find) {
    const auto limit = static_cast<std::size_t>(slice.limit);
    ++slice.limit;
    Found found{.collections = find(slice)};
    found.has_more = found.collections.size() > limit;
    if (found.has_more) found.collections.resize(limit);
    return found;
}

std::string link_to(const http::Request& request, db::Tx& tx, const Slice& slice, int offset, std::string_view rel) {
    return "<" + tx.config().web_url() + request.path + "?limit=" + std::to_string(slice.limit)
           + "&offset=" + std::to_string(offset) + ">; rel=\"" + std::string(rel) + "\"";
}

void add_links(http::Reply& reply, const http::Request& request, db::Tx& tx, const Slice& slice, bool has_more) {
    std::string links;
    if (has_more && slice.offset + slice.limit <= kMaxOffset) {
        links = link_to(request, tx, slice, slice.offset + slice.limit, "next");
    }
    if (slice.offset > 0) {
        if (!links.empty()) links += ", ";
        links += link_to(request, tx, slice, std::max(slice.offset - slice.limit, 0), "prev");
    }
    if (!links.empty()) reply.with_header("Link", links);
}

http::Reply page_reply(const http::Request& request, db::Tx& tx, const Slice& slice, Found found) {
    std::vector<CollectionId> ids;
    for (const Collection& one : found.collections) ids.push_back(one.id);
    const CollectionEntities entities(tx, std::move(found.collections), request.account().id);
    auto reply = http::json([&](json::Writer& out) {
        out.begin_object();
        out.key("collections");
        out.begin_array();
        for (const CollectionId id : ids) entities.write(out, id);
        out.end_array();
        out.end_object();
    });
    add_links(reply, request, tx, slice, found.has_more);
    return reply;
}

http::Reply wrapped(const http::Request& request, db::Tx& tx, const Collection& collection) {
    const CollectionEntities entities(tx, std::vector{collection}, request.account().id);
    return http::json([&](json::Writer& out) {
        out.begin_object();
        out.key("collection");
        entities.write(out, collection.id);
        out.end_object();
    });
}

http::Reply empty_body() {
    http::Reply reply;
    reply.body.clear();
    return reply;
}

Wording wording_of(const http::Request& request) {
    const bool has_no_language = request.has("language") && !request.text("language");
    const bool has_no_tag = request.has("tag_name") && !request.text("tag_name");
    return {.name = request.text("name"),
            .description = request.text("description"),
            .language = has_no_language ? std::optional<std::string>("") : request.text("language"),
            .is_sensitive = request.boolean("sensitive"),
            .is_discoverable = request.boolean("discoverable"),
            .tag_name = has_no_tag ? std::optional<std::string>("") : request.text("tag_name")};
}

// Those that shall be in a new collection, each once. NotFound when one of them is no id at all.
Result<std::vector<AccountId>> wanted_accounts(const http::Request& request) {
    auto ids = request.ids<AccountId>("account_ids", std::numeric_limits<std::size_t>::max());
    if (ids.size() != request.texts("account_ids").size()) return base::not_found();
    std::vector<AccountId> distinct;
    for (const AccountId id : ids) {
        if (std::ranges::find(distinct, id) == distinct.end()) distinct.push_back(id);
    }
    if (distinct.size() > static_cast<std::size_t>(instance::limits::kCollectionItems)) {
        return base::invalid("Validation failed: Collection items are too many (maximum is "
                             + std::to_string(instance::limits::kCollectionItems) + ")");
    }
    return distinct;
}

// The item that the path names; the collection is one that the caller sees.
struct Named {
    Collection collection;
    Item item;
};
Result<Named> find_named_item(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<CollectionId>("id"));
    const auto item_id = TRY(request.id<ItemId>("item_id"));
    auto collection = TRY(find_seen(tx, id, request.account()));
    auto item = find_item(tx, collection.id, item_id);
    if (!item) return base::not_found();
    return Named{.collection = std::move(collection), .item = std::move(*item)};
}

} // namespace

// https://docs.joinmastodon.org/methods/collections/#get_collections
http::Reply get_collections_of(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<AccountId>("id"));
    const auto account = TRY(accounts::find_shown(tx, id));
    const Slice slice = slice_of(request, 100);
    if (hides_from(tx, account, request.account())) return page_reply(request, tx, slice, {});
    return page_reply(request, tx, slice,
                      find_page(slice, [&](const Slice& wanted) { return collections_of(tx, account.id, wanted); }));
}

// Only one's own: where somebody is recommended is nobody else's business.
// https://docs.joinmastodon.org/methods/collections/#in_collections
http::Reply get_collections_with(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<AccountId>("id"));
    const auto account = TRY(accounts::find_shown(tx, id));
    if (account.id != request.account().id) return base::forbidden();
    const Slice slice = slice_of(request, 80);
    return page_reply(request, tx, slice,
                      find_page(slice, [&](const Slice& wanted) { return collections_with(tx, account.id, wanted); }));
}

// https://docs.joinmastodon.org/methods/collections/#create
http::Reply post_collection(const http::Request& request, db::Tx& tx) {
    const Wording wording = wording_of(request);
    if (const auto problems = find_problems(wording, Stage::New); !problems.empty()) {
        return auth::problems_reply(problems);
    }
    const auto accounts = TRY(wanted_accounts(request));
    const auto collection = TRY(create_collection(tx, request.account(), wording, accounts));
    return wrapped(request, tx, collection);
}

// https://docs.joinmastodon.org/methods/collections/#get_collection
http::Reply get_collection(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<CollectionId>("id"));
    auto collection = TRY(find_seen(tx, id, request.account()));
    const AccountId owner = collection.owner;
    const CollectionEntities entities(tx, std::vector{std::move(collection)}, request.account().id);
    std::vector<AccountId> people{owner};
    for (const AccountId member : entities.members(id)) {
        if (member != owner) people.push_back(member);
    }
    return http::json([&](json::Writer& out) {
        out.begin_object();
        out.key("collection");
        entities.write(out, id);
        out.key("accounts");
        accounts::write_accounts(out, tx, people, request.account().id);
        out.end_object();
    });
}

// https://docs.joinmastodon.org/methods/collections/#update_collection
http::Reply patch_collection(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<CollectionId>("id"));
    const auto collection = TRY(find_own(tx, id, request.account()));
    const Wording wording = wording_of(request);
    if (const auto problems = find_problems(wording, Stage::Known); !problems.empty()) {
        return auth::problems_reply(problems);
    }
    return wrapped(request, tx, change_collection(tx, collection, wording));
}

// https://docs.joinmastodon.org/methods/collections/#delete_collection
http::Reply delete_collection_by_id(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<CollectionId>("id"));
    delete_collection(tx, TRY(find_own(tx, id, request.account())));
    return empty_body();
}

// https://docs.joinmastodon.org/methods/collections/#add_account
http::Reply post_item(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<CollectionId>("id"));
    const auto collection = TRY(find_own(tx, id, request.account()));
    if (request.text_or("account_id", "").empty()) return base::invalid("`account_id` parameter is missing");
    const auto account_id = TRY(request.id<AccountId>("account_id"));
    const Account account = TRY(find_featurable(tx, request.account(), account_id));
    const Item item = TRY(add_item(tx, collection, account));
    return http::json([&](json::Writer& out) {
        out.begin_object();
        out.key("collection_item");
        write_item(out, item);
        out.end_object();
    });
}

// https://docs.joinmastodon.org/methods/collections/#remove_account
http::Reply delete_item(const http::Request& request, db::Tx& tx) {
    const auto named = TRY(find_named_item(request, tx));
    if (named.collection.owner != request.account().id) return base::forbidden();
    remove_item(tx, named.collection, named.item);
    return empty_body();
}

// https://docs.joinmastodon.org/methods/collections/#revoke_item
http::Reply post_revoke_item(const http::Request& request, db::Tx& tx) {
    const auto named = TRY(find_named_item(request, tx));
    TRY(revoke_item(tx, request.account(), named.collection, named.item));
    return empty_body();
}

} // namespace collections
