#pragma once

#include "base/ids.h"
#include "db/db.h"
#include "http/request.h"

#include <cstdint>
#include <vector>

// Who favourited or boosted a status, a page at a time, newest first. Pages are cut by the ids of the favourites and
// boosts, which say nothing of the people in them.
namespace statuses {

struct Reactor {
    std::int64_t id; // Of the favourite or the boost.
    AccountId account;
};

// Of a status that `viewer` (0: nobody) may see. Left out: suspended accounts, and whom the viewer blocks, mutes or is
// blocked by.
std::vector<Reactor> favourited_by(db::Tx& tx, StatusId status, AccountId viewer, const http::Page& page);
// The same; boosts to followers alone are left out as well.
std::vector<Reactor> reblogged_by(db::Tx& tx, StatusId status, AccountId viewer, const http::Page& page);

} // namespace statuses
