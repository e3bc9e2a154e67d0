#pragma once

#include "accounts/account.h"
#include "base/result.h"
#include "collections/collection.h"
#include "db/db.h"

#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

// Who is in a collection: one item for each person, with what they say to it.
namespace collections {

// Whether `owner` may put somebody in at all: they are there, neither blocks the other, and they let `owner`.
// Errors: NotFound for nobody; Forbidden.
Result<accounts::Account> find_featurable(db::Tx& tx, const accounts::Account& owner, AccountId account);

// Puts somebody in. One of our own people has agreed with that; others are asked.
// Effects: a notification to one of ours, a request to others; other servers are told of who has agreed, but for a
// collection that they have not heard of yet. Errors: Invalid when they are in it already, or were not long ago, or it
// is full.
enum class Heard { Known, New };
Result<Item> add_item(db::Tx& tx, const Collection& collection, const accounts::Account& account,
                      Heard heard = Heard::Known);

std::optional<Item> find_item(db::Tx& tx, ItemId id);
std::optional<Item> find_item(db::Tx& tx, CollectionId collection, ItemId id);
std::optional<Item> find_item_by_request(db::Tx& tx, std::string_view request_uri);
std::optional<Item> find_item_by_approval(db::Tx& tx, std::string_view approval_uri);
std::optional<Item> find_item_by_uri(db::Tx& tx, std::string_view uri);
std::optional<Item> find_item_of(db::Tx& tx, CollectionId collection, AccountId account);

// Somebody is asked for by another server: an item that nobody has answered yet.
void insert_request(db::Tx& tx, const Collection& collection, AccountId account);

// The answer of who was put in, or their change of mind. The same state again changes nothing.
// Effects: a notification to one of ours, or none any more; other servers are told.
void change_item(db::Tx& tx, const Collection& collection, const Item& item, ItemState state,
                 std::string_view approval_uri = "");
// The owner takes them out. Effects: no notification any more; other servers are told.
void remove_item(db::Tx& tx, const Collection& collection, const Item& item);
// They leave by themselves. Effects: those of change_item(). Errors: Forbidden when it is somebody else.
Result<> revoke_item(db::Tx& tx, const accounts::Account& account, const Collection& collection, const Item& item);

// Neither is in a collection of the other any more: one has blocked the other.
void part(db::Tx& tx, AccountId account, AccountId other);

// Those of each collection that `viewer` is shown, oldest first: who has agreed, without suspended people and those
// whom the viewer blocks; to its owner also who was asked. One statement.
std::unordered_map<CollectionId, std::vector<Item>> shown_items(db::Tx& tx, std::span<const Collection> collections,
                                                                AccountId viewer);

} // namespace collections
