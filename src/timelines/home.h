#pragma once

#include "accounts/account.h"
#include "db/db.h"
#include "http/request.h"

#include <span>
#include <vector>

// The home timeline: what the people one follows post and boost, and what is public under the hashtags one follows.
namespace timelines {

// A page of it, newest first. The feed is built from the database when it is not in memory; it goes back kLength
// statuses.
std::vector<StatusId> home_page(db::Tx& tx, AccountId viewer, const http::Page& page);

// Those among `readers` in whose home feeds the status belongs: its author, the followers whom it is for, and those who
// follow a hashtag of it.
std::vector<AccountId> home_readers(db::Tx& tx, StatusId status, std::span<const AccountId> readers);

// Those among `readers` in whose home feeds one of the boosts of `original` belongs.
std::vector<AccountId> home_readers_of_boosts(db::Tx& tx, StatusId original, std::span<const AccountId> readers);

} // namespace timelines
