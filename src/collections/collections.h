#pragma once

#include "accounts/account.h"
#include "auth/problem.h"
#include "base/result.h"
#include "collections/collection.h"
#include "db/db.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Collections as their owners make them. Who is in one: items.h.
namespace collections {

std::optional<Collection> find_collection(db::Tx& tx, CollectionId id);
std::optional<Collection> find_by_uri(db::Tx& tx, std::string_view uri);
// Whether the viewer reads nothing of this owner: who is suspended, or has blocked the viewer or their server.
bool hides_from(db::Tx& tx, const accounts::Account& owner, const accounts::Account& viewer);
// NotFound when there is none, and when its owner hides it from the viewer.
Result<Collection> find_seen(db::Tx& tx, CollectionId id, const accounts::Account& viewer);
// The same for who wants to change it: Forbidden when it is somebody else's.
Result<Collection> find_own(db::Tx& tx, CollectionId id, const accounts::Account& account);
// In any order; those that are not there, or whose owners are suspended, are left out.
std::vector<Collection> find_collections(db::Tx& tx, std::span<const CollectionId> ids);

struct Slice {
    int limit = 40;
    int offset = 0;
};
// Newest first: somebody's, and those that they are in and have agreed to.
std::vector<Collection> collections_of(db::Tx& tx, AccountId owner, const Slice& slice);
std::vector<Collection> collections_with(db::Tx& tx, AccountId member, const Slice& slice);

// What stands in a collection; absent: as it was.
struct Wording {
    std::optional<std::string> name = {};
    std::optional<std::string> description = {};
    std::optional<std::string> language = {}; // Empty: none.
    std::optional<bool> is_sensitive = {};
    std::optional<bool> is_discoverable = {};
    std::optional<std::string> tag_name = {}; // With or without the sign; empty: none.
};
// What is wrong with what one of our people wants to write; a new one has to have a name.
enum class Stage { New, Known };
std::vector<auth::Problem> find_problems(const Wording& wording, Stage stage);

// Both take a wording without problems.
// With these people in it. Effects: other servers are told; those of add_item(). Errors: Invalid for one collection too
// many; those of find_featurable() and add_item().
Result<Collection> create_collection(db::Tx& tx, const accounts::Account& owner, const Wording& wording,
                                     std::span<const AccountId> people = {});
// Effects: those of our people who are in it are notified; other servers are told.
Collection change_collection(db::Tx& tx, const Collection& collection, const Wording& wording);
// Effects: nobody is notified of it any more; other servers are told.
void delete_collection(db::Tx& tx, const Collection& collection);

} // namespace collections
