#pragma once

#include "base/json.h"
#include "db/db.h"

#include <span>
#include <string>
#include <vector>

// What people of other servers keep at the top of their profile.
namespace statuses {

inline constexpr std::size_t kMaxFeatured = 10;

// The ids that a collection, or a page of one, lists.
std::vector<std::string> items_of(const json::Object& collection);

// Of `statuses`, given in the order in which they are shown, those that are the account's own and not direct; nothing
// else is pinned any more.
void replace_pins(db::Tx& tx, AccountId account, std::span<const StatusId> statuses);

// One more, or one less. More than kMaxFeatured are not kept.
void pin_remote(db::Tx& tx, AccountId account, StatusId status);
void unpin_remote(db::Tx& tx, AccountId account, StatusId status);

} // namespace statuses
