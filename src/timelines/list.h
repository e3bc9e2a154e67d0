#pragma once

#include "base/feed_store.h"
#include "db/db.h"
#include "http/request.h"
#include "lists/lists.h"

#include <span>
#include <vector>

// The timelines of lists: what the people in one post and boost.
namespace timelines {

// A page of it, newest first. The feed is built from the database when it is not in memory, as home_page does.
std::vector<StatusId> list_page(db::Tx& tx, const lists::List& list, const http::Page& page);

// The lists of `owners` in whose feeds the status belongs.
std::vector<base::FeedKey> list_readers(db::Tx& tx, StatusId status, std::span<const AccountId> owners);
// Those in whose feeds boosts of it belong.
std::vector<base::FeedKey> list_readers_of_boosts(db::Tx& tx, StatusId original, std::span<const AccountId> owners);

} // namespace timelines
