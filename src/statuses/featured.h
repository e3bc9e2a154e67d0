#pragma once

#include "base/json.h"
#include "db/db.h"
#include "tags/tags.h"

#include <optional>
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

// The hashtag that somebody elsewhere shows on their profile; nullopt for what is none.
std::optional<tags::Tag> hashtag_of(db::Tx& tx, const json::Object& object);
// The first ten that a collection, or a page of one, lists are those that the account shows; and no others.
void replace_featured_tags(db::Tx& tx, AccountId account, const json::Object& collection);

} // namespace statuses
