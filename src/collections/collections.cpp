#include "collections/collections.h"

#include "accounts/accounts.h"
#include "base/text.h"
#include "collections/items.h"
#include "collections/outgoing.h"
#include "instance/languages.h"
#include "instance/limits.h"
#include "notifications/notifications.h"
#include "relationships/relationships.h"
#include "tags/tags.h"

#include <fmt/core.h>

namespace collections {

namespace {

namespace limits = instance::limits;

constexpr std::string_view kColumns = R"(
    c.id, c.account_id, c.name, c.description, c.language, c.is_sensitive, c.is_discoverable, c.tag_id, t.name, c.uri,
    c.url, c.created_at, c.updated_at)";
constexpr std::string_view kTag = " left join tags t on t.id = c.tag_id";

std::string select(std::string_view from) {
    return std::string("select ").append(kColumns).append(" from ").append(from).append(kTag);
}

Collection read_collection(const db::Rows& rows) {
    return {.id = rows.id<CollectionId>(0),
            .owner = rows.id<AccountId>(1),
            .name = rows.string(2),
            .description = rows.string(3),
            .language = rows.maybe_string(4),
            .is_sensitive = rows.boolean(5),
            .is_discoverable = rows.boolean(6),
            .tag = rows.id<TagId>(7),
            .tag_name = rows.string(8),
            .uri = rows.string(9),
            .url = rows.string(10),
            .created_at = rows.time(11),
            .updated_at = rows.time(12)};
}

std::optional<Collection> first_collection(db::Rows rows) {
    return rows.next() ? std::optional(read_collection(rows)) : std::nullopt;
}

std::vector<Collection> all_collections(db::Rows rows) {
    std::vector<Collection> found;
    while (rows.next()) found.push_back(read_collection(rows));
    return found;
}

std::string trimmed(std::string_view text) { return std::string(base::trim(base::sanitize(text))); }

std::string_view without_sign(std::string_view written) {
    written = base::trim(written);
    for (const std::string_view sign : {"#", "＃"}) {
        if (written.starts_with(sign)) return written.substr(sign.size());
    }
    return written;
}

std::string too_long(int characters) { return fmt::format("is too long (maximum is {} characters)", characters); }

bool is_longer(std::string_view text, int characters) {
    return base::code_point_count(text) > static_cast<std::size_t>(characters);
}

void apply(db::Tx& tx, Collection& collection, const Wording& wording) {
    if (wording.name) collection.name = trimmed(*wording.name);
    if (wording.description) collection.description = trimmed(*wording.description);
    if (wording.language)
        collection.language = wording.language->empty() ? std::nullopt : std::optional(*wording.language);
    collection.is_sensitive = wording.is_sensitive.value_or(collection.is_sensitive);
    collection.is_discoverable = wording.is_discoverable.value_or(collection.is_discoverable);
    if (!wording.tag_name) return;
    const auto written = without_sign(*wording.tag_name);
    const tags::Tag tag = written.empty() ? tags::Tag() : tags::ensure_tag(tx, tags::named(written));
    collection.tag = tag.id;
    collection.tag_name = tag.name;
}

std::optional<TagId> tag_of(const Collection& collection) {
    return collection.tag ? std::optional(collection.tag) : std::nullopt;
}

// Two that are made at once wait for each other here, so that they do not both become the last one allowed.
bool has_room_for_another(db::Tx& tx, AccountId owner) {
    tx.query_integer("select id from accounts where id = $1 /*for_update*/", {owner});
    return tx.query_integer("select count(*) from collections where account_id = $1", {owner}).value_or(0)
           < limits::kCollections;
}

void tell_members(db::Tx& tx, const Collection& collection) {
    const auto members = tx.query_ids<AccountId>(R"(
        select i.account_id from collection_items i join users u on u.account_id = i.account_id
        where i.collection_id = $1 and i.state = 1)", {collection.id});
    for (const AccountId member : members) {
        notifications::notify(tx, {.to = member,
                                   .kind = notifications::Kind::CollectionUpdate,
                                   .from = collection.owner,
                                   .collection = collection.id});
    }
}

} // namespace

std::optional<Collection> find_collection(db::Tx& tx, CollectionId id) {
    static const std::string kSql = select("collections c") + " where c.id = $1";
    return first_collection(tx.query(kSql, {id}));
}

std::optional<Collection> find_by_uri(db::Tx& tx, std::string_view uri) {
    static const std::string kSql = select("collections c") + " where c.uri = $1";
    return first_collection(tx.query(kSql, {uri}));
}

bool hides_from(db::Tx& tx, const accounts::Account& owner, const accounts::Account& viewer) {
    if (owner.is_suspended) return true;
    if (!viewer.is_somebody() || viewer.id == owner.id) return false;
    const auto relations = relationships::relations_of(tx, viewer.id, std::span(&owner.id, 1));
    const auto found = relations.find(owner.id);
    return found != relations.end() && (found->second.is_blocked_by || found->second.is_domain_blocked_by);
}

Result<Collection> find_seen(db::Tx& tx, CollectionId id, const accounts::Account& viewer) {
    auto collection = find_collection(tx, id);
    if (!collection) return base::not_found();
    const auto owner = TRY(accounts::find_shown(tx, collection->owner));
    if (hides_from(tx, owner, viewer)) return base::not_found();
    return std::move(*collection);
}

Result<Collection> find_own(db::Tx& tx, CollectionId id, const accounts::Account& account) {
    auto collection = TRY(find_seen(tx, id, account));
    if (collection.owner != account.id) return base::forbidden();
    return collection;
}

std::vector<Collection> find_collections(db::Tx& tx, std::span<const CollectionId> ids) {
    static const std::string kSql =
        select("ids($1) l join collections c on c.id = l.value join accounts a on a.id = c.account_id")
        + " where a.suspended_at is null";
    return ids.empty() ? std::vector<Collection>() : all_collections(tx.query(kSql, {ids}));
}

std::vector<Collection> collections_of(db::Tx& tx, AccountId owner, const Slice& slice) {
    static const std::string kSql =
        select("collections c") + " where c.account_id = $1 order by c.id desc limit $2 offset $3";
    return all_collections(tx.query(kSql, {owner, slice.limit, slice.offset}));
}

std::vector<Collection> collections_with(db::Tx& tx, AccountId member, const Slice& slice) {
    static const std::string kSql = select(R"(collection_items i
        join collections c on c.id = i.collection_id
        join accounts a on a.id = c.account_id)") + R"(
        where i.account_id = $1 and i.state = 1 and a.suspended_at is null
        order by i.id desc limit $2 offset $3)";
    return all_collections(tx.query(kSql, {member, slice.limit, slice.offset}));
}

std::vector<auth::Problem> find_problems(const Wording& wording, Stage stage) {
    std::vector<auth::Problem> problems;
    const std::string name = trimmed(wording.name.value_or(""));
    if (name.empty() && (wording.name || stage == Stage::New)) {
        problems.push_back({"name", "ERR_BLANK", "Name", "can't be blank"});
    }
    if (is_longer(name, limits::kCollectionNameCharacters)) {
        problems.push_back({"name", "ERR_TOO_LONG", "Name", too_long(limits::kCollectionNameCharacters)});
    }
    if (is_longer(trimmed(wording.description.value_or("")), limits::kCollectionDescriptionCharacters)) {
        problems.push_back(
            {"description", "ERR_TOO_LONG", "Description", too_long(limits::kCollectionDescriptionCharacters)});
    }
    const std::string language = wording.language.value_or("");
    if (!language.empty() && !instance::is_language(language)) {
        problems.push_back({"language", "ERR_INVALID", "Language", "is invalid"});
    }
    const auto tag = without_sign(wording.tag_name ? std::string_view(*wording.tag_name) : std::string_view());
    if (!tag.empty() && tags::named(tag).name.empty()) {
        problems.push_back({"tag_name", "ERR_INVALID", "Tag name", "is invalid"});
    }
    return problems;
}

Result<Collection> create_collection(db::Tx& tx, const accounts::Account& owner, const Wording& wording,
                                     std::span<const AccountId> people) {
    if (!has_room_for_another(tx, owner.id)) {
        return base::invalid(fmt::format("Validation failed: You have reached the maximum number of collections ({})",
                                         limits::kCollections));
    }
    Collection collection;
    collection.id = tx.new_id<CollectionId>();
    collection.owner = owner.id;
    collection.created_at = collection.updated_at = tx.now();
    apply(tx, collection, wording);
    tx.exec(R"(
        insert into collections (id, account_id, name, description, language, is_sensitive, is_discoverable, tag_id,
                                 created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9))", {collection.id, owner.id, collection.name, collection.description, collection.language,
                       collection.is_sensitive, collection.is_discoverable, tag_of(collection), tx.now()});
    for (const AccountId id : people) {
        const auto account = TRY(find_featurable(tx, owner, id));
        TRY(add_item(tx, collection, account, Heard::New));
    }
    send_new_collection(tx, collection);
    return collection;
}

Collection change_collection(db::Tx& tx, const Collection& before, const Wording& wording) {
    Collection collection = before;
    apply(tx, collection, wording);
    const bool is_same = collection.name == before.name && collection.description == before.description
                         && collection.language == before.language && collection.is_sensitive == before.is_sensitive
                         && collection.is_discoverable == before.is_discoverable && collection.tag == before.tag;
    if (is_same) return collection;
    collection.updated_at = tx.now();
    tx.exec(R"(
        update collections
        set name = $2, description = $3, language = $4, is_sensitive = $5, is_discoverable = $6, tag_id = $7,
            updated_at = $8
        where id = $1)", {collection.id, collection.name, collection.description, collection.language,
                       collection.is_sensitive, collection.is_discoverable, tag_of(collection), tx.now()});
    tell_members(tx, collection);
    send_changed_collection(tx, collection);
    return collection;
}

void delete_collection(db::Tx& tx, const Collection& collection) {
    send_deleted_collection(tx, collection);
    tx.exec("delete from notifications where from_account_id = $1 and collection_id = $2",
            {collection.owner, collection.id});
    tx.exec("delete from collections where id = $1", {collection.id});
}

} // namespace collections
