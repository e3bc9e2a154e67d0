#include "collections/remote_collections.h"

#include "accounts/accounts.h"
#include "accounts/remote_accounts.h"
#include "base/crypto.h"
#include "base/hashtag_name.h"
#include "base/text.h"
#include "collections/collections.h"
#include "collections/items.h"
#include "collections/paged_items.h"
#include "federation/actors.h"
#include "federation/fetch.h"
#include "federation/html.h"
#include "federation/origins.h"
#include "federation/reading.h"
#include "federation/tombstones.h"
#include "instance/languages.h"
#include "instance/limits.h"
#include "tags/tags.h"

#include <algorithm>
#include <chrono>

namespace collections {

namespace {

namespace limits = instance::limits;
using accounts::Account;
using federation::Errand;

constexpr std::int64_t kMaxCollections = 100; // Of one person elsewhere.
constexpr int kMaxListPages = 20;

// The text, and its language where it is said: "summary", or the only one of "summaryMap".
void read_summary(RemoteCollection& collection, const json::Object& document) {
    std::string summary = federation::text_in(document, "summary", limits::kRemoteCollectionDescriptionBytes);
    const auto* map = federation::object_in(document, "summaryMap");
    if (summary.empty() && map && !map->empty()) {
        const std::string language(map->begin()->key());
        summary = federation::text_in(*map, language, limits::kRemoteCollectionDescriptionBytes);
        if (instance::is_language(language)) collection.language = language;
    }
    collection.description = federation::clean_html(summary);
}

std::string topic_of(const json::Object& document) {
    const auto* topic = federation::object_in(document, "topic");
    if (!topic || !federation::is_a(*topic, "Hashtag")) return {};
    std::string name = federation::text_in(*topic, "name", 256);
    if (name.starts_with('#')) name.erase(0, 1);
    return base::is_hashtag_name(name) ? name : std::string();
}

std::vector<RemoteItem> items_of(const json::Object& document, const std::string& collection_uri) {
    std::vector<RemoteItem> items;
    for (const auto* one : federation::objects_in(document, "orderedItems", limits::kRemoteCollectionItems)) {
        if (auto item = read_item(*one, collection_uri)) items.push_back(std::move(*item));
    }
    return items;
}

bool has_room_for_remote(db::Tx& tx, AccountId owner) {
    return tx.query_integer("select count(*) from collections where account_id = $1", {owner}).value_or(0)
           < kMaxCollections;
}

Result<Collection> insert_remote(db::Tx& tx, const Account& owner, const RemoteCollection& document) {
    if (federation::is_buried(tx, document.uri)) return base::refuse(base::Refusal::Gone, "it was deleted");
    if (!has_room_for_remote(tx, owner.id)) {
        return base::refuse(base::Refusal::TooMany, "its owner has very many collections");
    }
    Collection collection;
    collection.id = tx.new_id<CollectionId>();
    collection.owner = owner.id;
    collection.uri = document.uri;
    collection.created_at = collection.updated_at = tx.now();
    tx.exec(R"(
        insert into collections (id, account_id, name, description, is_sensitive, is_discoverable, uri, created_at,
                                 updated_at)
        values ($1, $2, '', '', false, true, $3, $4, $4))", {collection.id, owner.id, document.uri, tx.now()});
    return collection;
}

Wording wording_of(const RemoteCollection& document) {
    return {.name = document.name,
            .description = document.description,
            .language = document.language,
            .is_sensitive = document.is_sensitive,
            .is_discoverable = document.is_discoverable,
            .tag_name = document.tag};
}

// Those that are in a collection here, and not there any more.
void remove_missing(db::Tx& tx, const Collection& collection, const std::vector<RemoteItem>& listed) {
    std::vector<std::string> uris;
    for (const RemoteItem& item : listed) uris.push_back(item.uri);
    const auto missing = tx.query_ids<ItemId>(R"(
        select id from collection_items
        where collection_id = $1 and uri is not null and uri not in (select value from texts($2)))", {collection.id, uris});
    for (const ItemId id : missing) {
        if (const auto item = find_item(tx, id)) remove_item(tx, collection, *item);
    }
}

// Whether nothing has to be asked any more: somebody of ours, of whom we know ourselves, or what was asked before.
bool is_settled(db::Tx& tx, const Collection& collection, const RemoteItem& item) {
    const auto account = accounts::find_by_uri(tx, item.featured);
    if (!account) return accounts::local_username(tx.config(), item.featured).has_value();
    const auto known = find_item_of(tx, collection.id, account->id);
    if (known && known->uri != item.uri && (account->is_local() || known->state == ItemState::Accepted)) {
        tx.exec("update collection_items set uri = $2 where id = $1", {known->id, item.uri});
    }
    if (account->is_local()) return true;
    return known && known->state == ItemState::Accepted && known->approval_uri == item.authorization;
}

void ask_for(db::Tx& tx, const Collection& collection, const std::vector<RemoteItem>& items) {
    json::Array open;
    for (const RemoteItem& item : items) {
        if (!is_settled(tx, collection, item)) open.push_back(json::Array{item.uri, item.featured, item.authorization});
    }
    if (open.empty()) return;
    const std::string text = boost::json::serialize(open);
    jobs::enqueue_waiting(tx, "keep_collection_items", {{"collection_id", collection.id.value}, {"items", text}}, {},
                          "collection_items:" + to_string(collection.id) + ":" + base::sha256_hex(text));
}

// Everything that must fit together before another server's word counts.
bool is_given(const json::Object& stamp, const Collection& collection, const RemoteItem& item) {
    const std::string by = federation::id_in(stamp, "attributedTo");
    return federation::is_a(stamp, "FeatureAuthorization")
           && federation::id_in(stamp, "interactingObject") == collection.uri
           && federation::id_in(stamp, "interactionTarget") == item.featured && (by.empty() || by == item.featured);
}

void insert_item(db::Tx& tx, CollectionId id, AccountId account, const RemoteItem& item) {
    const auto collection = find_collection(tx, id);
    if (!collection || federation::is_buried(tx, item.uri)) return;
    tx.query_integer("select id from collections where id = $1 /*for_update*/", {id});
    tx.exec(R"(
        insert into collection_items (id, collection_id, account_id, state, uri, approval_uri, created_at, changed_at)
        select $1, $2, $3, 1, $4, $5, $6, $6
        where (select count(*) from collection_items where collection_id = $2) < $7
        on conflict (collection_id, account_id) do update
        set uri = excluded.uri, approval_uri = excluded.approval_uri, state = 1, changed_at = excluded.changed_at)",
            {tx.new_id(), id, account, item.uri, item.authorization, tx.now(), limits::kRemoteCollectionItems});
}

// Asks the server of who is featured, and only that.
void verify_item(Errand& errand, const Collection& collection, const RemoteItem& item) {
    const auto stamp = federation::fetch_own_document(errand, item.authorization);
    if (!stamp || !is_given(*stamp, collection, item)) return;
    const auto account = federation::find_or_fetch_actor(errand, item.featured);
    if (account) errand.database().write([&](db::Tx& tx) { insert_item(tx, collection.id, *account, item); });
}

std::vector<RemoteItem> items_in(const std::string& text) {
    std::vector<RemoteItem> items;
    const auto parsed = json::parse(text);
    for (const auto& one : parsed->as_array()) {
        items.push_back({.uri = std::string(one.at(0).as_string()),
                         .featured = std::string(one.at(1).as_string()),
                         .authorization = std::string(one.at(2).as_string())});
    }
    return items;
}

struct Shelf {
    Account owner;
    std::string url;
};
std::optional<Shelf> shelf_of(db::Tx& tx, AccountId id) {
    auto owner = accounts::find(tx, id);
    auto rows = tx.query("select featured_collections_url from remote_actors where account_id = $1", {id});
    if (!owner || owner->is_suspended || !rows.next() || rows.text(0).empty()) return std::nullopt;
    return Shelf{.owner = std::move(*owner), .url = rows.string(0)};
}

// An element of a list: embedded by the server that it belongs to, or named by its address there.
void take_listed(Errand& errand, const Shelf& shelf, const json::Value& listed) {
    const std::string id = federation::id_of(listed);
    if (!federation::is_same_host(id, shelf.url)) return;
    Result<json::Object> document = base::not_found();
    if (listed.is_object()) {
        document = listed.get_object();
    } else {
        document = federation::fetch_document(errand, id);
    }
    if (document) gather_items(errand, *document);
    const auto collection = document ? read_collection(*document) : base::not_found();
    if (!collection) return;
    errand.database().run(db::Access::Write,
                          [&](db::Tx& tx) { return keep_collection(tx, shelf.owner, *collection).has_value(); });
}

void take_page(Errand& errand, const Shelf& shelf, const json::Object& page) {
    for (const char* name : {"items", "orderedItems"}) {
        const auto* items = page.if_contains(name);
        if (!items || !items->is_array()) continue;
        for (const auto& one : items->get_array()) take_listed(errand, shelf, one);
    }
}

} // namespace

Result<RemoteItem> read_item(const json::Object& document, std::string_view host_of) {
    RemoteItem item{.uri = federation::id_of(document),
                    .featured = federation::id_in(document, "featuredObject"),
                    .authorization = federation::id_in(document, "featureAuthorization")};
    const bool is_item = federation::is_a(document, "FeaturedItem") && federation::is_same_host(item.uri, host_of);
    if (!is_item) return base::not_found();
    if (!federation::is_same_host(item.authorization, item.featured)) return base::not_found();
    return item;
}

Result<RemoteCollection> read_collection(const json::Object& document) {
    RemoteCollection collection;
    collection.uri = federation::id_of(document);
    collection.owner = federation::id_in(document, "attributedTo");
    collection.name =
        base::trim(federation::text_of_html(federation::text_in(document, "name", limits::kRemoteCollectionNameBytes)));
    if (!federation::is_a(document, "FeaturedCollection")) return base::invalid("it is no collection");
    if (!federation::is_same_host(collection.uri, collection.owner)) return base::invalid("it is on another host");
    if (collection.name.empty()) return base::invalid("it has no name");
    const std::string url = federation::page_url_of(document);
    if (federation::is_same_host(url, collection.uri)) collection.url = url;
    collection.is_sensitive = federation::flag_in(document, "sensitive");
    collection.is_discoverable = federation::maybe_flag_in(document, "discoverable").value_or(true);
    collection.tag = topic_of(document);
    read_summary(collection, document);
    collection.items = items_of(document, collection.uri);
    collection.lists_items = document.contains("orderedItems");
    return collection;
}

Result<Collection> keep_collection(db::Tx& tx, const Account& owner, const RemoteCollection& document) {
    if (owner.is_local() || accounts::uri_of(tx, owner.id) != document.owner) return base::forbidden();
    auto known = find_by_uri(tx, document.uri);
    if (known && known->owner != owner.id) return base::forbidden();
    if (!known) known = TRY(insert_remote(tx, owner, document));
    tx.exec("update collections set url = nullif($2, '') where id = $1", {known->id, document.url});
    Collection kept = change_collection(tx, *known, wording_of(document));
    if (document.lists_items) remove_missing(tx, kept, document.items);
    ask_for(tx, kept, document.items);
    return kept;
}

void keep_item(db::Tx& tx, const Collection& collection, const RemoteItem& item) {
    ask_for(tx, collection, std::vector{item});
}

void keep_collection_items(const jobs::Arguments& arguments, db::Database& database) {
    const auto id = arguments.id<CollectionId>("collection_id");
    std::optional<Collection> collection;
    database.read([&](db::Tx& tx) { collection = find_collection(tx, id); });
    if (!collection || collection->is_local()) return; // Deleted since.
    Errand errand(
        database,
        {.requests = 4 * limits::kRemoteCollectionItems, .time = std::chrono::minutes(4), .is_for_thread = true});
    for (const RemoteItem& item : items_in(arguments.text("items"))) verify_item(errand, *collection, item);
}

void fetch_collections(const jobs::Arguments& arguments, db::Database& database) {
    std::optional<Shelf> shelf;
    database.read([&](db::Tx& tx) { shelf = shelf_of(tx, arguments.id<AccountId>("account_id")); });
    if (!shelf) return;
    Errand errand(database, {.requests = kMaxListPages + kMaxCollections, .time = std::chrono::minutes(1)});
    auto page = federation::fetch_document(errand, shelf->url);
    for (int i = 0; page && i < kMaxListPages; ++i) {
        take_page(errand, *shelf, *page);
        const auto* first = federation::object_in(*page, "first");
        if (first) take_page(errand, *shelf, *first);
        const std::string next = first                     ? federation::id_in(*first, "next")
                                 : page->contains("first") ? federation::id_in(*page, "first")
                                                           : federation::id_in(*page, "next");
        if (!federation::is_same_host(next, shelf->url)) return;
        page = federation::fetch_document(errand, next);
    }
}

} // namespace collections
