#include "collections/items.h"

#include "accounts/accounts.h"
#include "accounts/feature_policy.h"
#include "collections/addresses.h"
#include "collections/collections.h"
#include "collections/outgoing.h"
#include "instance/limits.h"
#include "notifications/notifications.h"
#include "relationships/relationships.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace collections {

namespace {

constexpr std::string_view kItems = R"(
    select i.id, i.collection_id, i.account_id, i.state, i.uri, i.request_uri, i.approval_uri, i.created_at
    from collection_items i where )";

Item read_item(const db::Rows& rows) {
    return {.id = rows.id<ItemId>(0),
            .collection = rows.id<CollectionId>(1),
            .account = rows.id<AccountId>(2),
            .state = static_cast<ItemState>(rows.small(3)),
            .uri = rows.string(4),
            .request_uri = rows.string(5),
            .approval_uri = rows.string(6),
            .created_at = rows.time(7)};
}

std::optional<Item> first_item(db::Rows rows) { return rows.next() ? std::optional(read_item(rows)) : std::nullopt; }

std::optional<std::string_view> unless_empty(std::string_view text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

// Two that are put in at once wait for each other here.
bool is_full(db::Tx& tx, CollectionId collection) {
    tx.query_integer("select id from collections where id = $1 /*for_update*/", {collection});
    return tx.query_integer("select count(*) from collection_items where collection_id = $1 and state <= 1",
                            {collection})
               .value_or(0)
           >= instance::limits::kCollectionItems;
}

notifications::Notice notice_of(const Collection& collection, AccountId member) {
    return {.to = member,
            .kind = notifications::Kind::AddedToCollection,
            .from = collection.owner,
            .collection = collection.id};
}

void withdraw_notices(db::Tx& tx, const Collection& collection, AccountId member) {
    auto notice = notice_of(collection, member);
    notifications::withdraw(tx, notice);
    notice.kind = notifications::Kind::CollectionUpdate;
    notifications::withdraw(tx, notice);
}

void note_change(db::Tx& tx, CollectionId collection) {
    tx.exec("update collections set updated_at = $2 where id = $1", {collection, tx.now()});
}

struct Membership {
    CollectionId collection;
    ItemId item;
};
// Those of `member` in the collections of `owner`.
std::vector<Membership> memberships(db::Tx& tx, AccountId owner, AccountId member) {
    std::vector<Membership> found;
    auto rows = tx.query(R"(
        select c.id, i.id from collections c
        join collection_items i on i.collection_id = c.id and i.account_id = $2
        where c.account_id = $1)", {owner, member});
    while (rows.next()) found.push_back({rows.id<CollectionId>(0), rows.id<ItemId>(1)});
    return found;
}

} // namespace

std::string_view to_string(ItemState state) {
    static constexpr std::array<std::string_view, 4> kWords = {"pending", "accepted", "rejected", "revoked"};
    return kWords.at(static_cast<std::size_t>(state));
}

Result<accounts::Account> find_featurable(db::Tx& tx, const accounts::Account& owner, AccountId account) {
    auto found = TRY(accounts::find_shown(tx, account));
    if (found.is_suspended) return base::not_found();
    const auto relations = relationships::relations_of(tx, owner.id, std::span(&account, 1));
    const auto relation = relations.find(account);
    if (relation != relations.end() && relation->second.parts()) return base::forbidden();
    const auto consent = accounts::feature_consent(tx, owner.id, account);
    const bool may = consent == accounts::Consent::Automatic || consent == accounts::Consent::Manual;
    if (!may) return base::forbidden();
    return found;
}

Result<Item> add_item(db::Tx& tx, const Collection& collection, const accounts::Account& account, Heard heard) {
    if (is_full(tx, collection.id)) {
        return base::invalid(fmt::format("Validation failed: Collection items are too many (maximum is {})",
                                         instance::limits::kCollectionItems));
    }
    Item item{.id = tx.new_id<ItemId>(),
              .collection = collection.id,
              .account = account.id,
              .state = account.is_local() ? ItemState::Accepted : ItemState::Pending,
              .created_at = tx.now()};
    if (!account.is_local()) item.request_uri = request_uri(tx.config(), collection, item.id);
    const auto inserted = tx.exec(R"(
        insert into collection_items (id, collection_id, account_id, state, request_uri, created_at, changed_at)
        values ($1, $2, $3, $4, $6, $5, $5)
        on conflict (collection_id, account_id) do nothing)", {item.id, collection.id, account.id, static_cast<int>(item.state), tx.now(),
                                             unless_empty(item.request_uri)});
    if (inserted != 1) return base::invalid("Validation failed: Account has already been taken");
    note_change(tx, collection.id);
    if (item.state == ItemState::Pending) send_request(tx, collection, item);
    if (item.state == ItemState::Accepted) notifications::notify(tx, notice_of(collection, account.id));
    if (item.state == ItemState::Accepted && heard == Heard::Known) send_new_item(tx, collection, item);
    return item;
}

std::optional<Item> find_item(db::Tx& tx, ItemId id) {
    static const std::string kSql = std::string(kItems) + "i.id = $1";
    return first_item(tx.query(kSql, {id}));
}

std::optional<Item> find_item_by_request(db::Tx& tx, std::string_view request_uri) {
    static const std::string kSql = std::string(kItems) + "i.request_uri = $1 limit 1";
    return first_item(tx.query(kSql, {request_uri}));
}

std::optional<Item> find_item_by_approval(db::Tx& tx, std::string_view approval_uri) {
    static const std::string kSql = std::string(kItems) + "i.approval_uri = $1 limit 1";
    return first_item(tx.query(kSql, {approval_uri}));
}

std::optional<Item> find_item_by_uri(db::Tx& tx, std::string_view uri) {
    static const std::string kSql = std::string(kItems) + "i.uri = $1 limit 1";
    return first_item(tx.query(kSql, {uri}));
}

std::optional<Item> find_item(db::Tx& tx, CollectionId collection, ItemId id) {
    static const std::string kSql = std::string(kItems) + "i.id = $1 and i.collection_id = $2";
    return first_item(tx.query(kSql, {id, collection}));
}

std::optional<Item> find_item_of(db::Tx& tx, CollectionId collection, AccountId account) {
    static const std::string kSql = std::string(kItems) + "i.collection_id = $1 and i.account_id = $2";
    return first_item(tx.query(kSql, {collection, account}));
}

void insert_request(db::Tx& tx, const Collection& collection, AccountId account) {
    tx.exec(R"(
        insert into collection_items (id, collection_id, account_id, state, created_at, changed_at)
        values ($1, $2, $3, 0, $4, $4)
        on conflict (collection_id, account_id) do nothing)", {tx.new_id(), collection.id, account, tx.now()});
}

void change_item(db::Tx& tx, const Collection& collection, const Item& item, ItemState state,
                 std::string_view approval_uri) {
    if (item.state == state && (approval_uri.empty() || approval_uri == item.approval_uri)) return;
    tx.exec(R"(
        update collection_items
        set state = $2, approval_uri = coalesce($3, approval_uri), changed_at = $4
        where id = $1)", {item.id, static_cast<int>(state), unless_empty(approval_uri), tx.now()});
    if (item.state == state) return;
    note_change(tx, collection.id);
    if (state == ItemState::Accepted) {
        notifications::notify(tx, notice_of(collection, item.account));
        send_new_item(tx, collection, item);
    } else if (item.state == ItemState::Accepted) {
        withdraw_notices(tx, collection, item.account);
        send_removed_item(tx, collection, item);
        if (state == ItemState::Revoked) send_revocation(tx, collection, item);
    }
}

void remove_item(db::Tx& tx, const Collection& collection, const Item& item) {
    if (tx.exec("delete from collection_items where id = $1", {item.id}) == 0) return;
    note_change(tx, collection.id);
    withdraw_notices(tx, collection, item.account);
    if (item.state == ItemState::Accepted) send_removed_item(tx, collection, item);
}

Result<> revoke_item(db::Tx& tx, const accounts::Account& account, const Collection& collection, const Item& item) {
    if (item.account != account.id) return base::forbidden();
    change_item(tx, collection, item, ItemState::Revoked);
    return {};
}

void part(db::Tx& tx, AccountId account, AccountId other) {
    for (const auto& [owner, member] : {std::pair(account, other), std::pair(other, account)}) {
        for (const Membership& one : memberships(tx, owner, member)) {
            const auto collection = find_collection(tx, one.collection);
            const auto item = find_item(tx, one.collection, one.item);
            if (!collection || !item) continue;
            owner == account ? remove_item(tx, *collection, *item)
                             : change_item(tx, *collection, *item, ItemState::Revoked);
        }
    }
}

std::unordered_map<CollectionId, std::vector<Item>> shown_items(db::Tx& tx, std::span<const Collection> collections,
                                                                AccountId viewer) {
    std::unordered_map<CollectionId, std::vector<Item>> found;
    std::vector<CollectionId> ids, own;
    for (const Collection& collection : collections) {
        ids.push_back(collection.id);
        if (viewer && collection.owner == viewer) own.push_back(collection.id);
    }
    if (ids.empty()) return found;
    auto rows = tx.query(R"(
        select i.id, i.collection_id, i.account_id, i.state, i.uri, i.request_uri, i.approval_uri, i.created_at
        from ids($1) l
        join collection_items i on i.collection_id = l.value
        left join blocks b on b.account_id = $2 and b.target_account_id = i.account_id
        left join account_domain_blocks d on d.account_id = $2 and d.domain = (
            select nullif(a.domain, '') from accounts a where a.id = i.account_id)
        where (i.state = 1 or i.state = 0 and i.collection_id in (select value from ids($3)))
          and b.id is null and d.account_id is null
          and (select a.suspended_at from accounts a where a.id = i.account_id) is null)", {ids, viewer, own});
    while (rows.next()) {
        const Item item = read_item(rows);
        found[item.collection].push_back(item);
    }
    for (auto& [id, items] : found) std::ranges::sort(items, {}, &Item::id);
    return found;
}

} // namespace collections
