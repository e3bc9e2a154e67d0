#pragma once

#include "accounts/account.h"
#include "base/result.h"
#include "db/db.h"

#include <vector>

namespace statuses {

// What stands around a status in its conversation. May hold statuses that the viewer does not see: write_statuses
// leaves them out.
struct Surroundings {
    std::vector<StatusId> ancestors; // Oldest first.
    // As a reader goes down the tree, each reply followed by the replies to it: first what people added to what they
    // had said themselves, then the answers of others.
    std::vector<StatusId> descendants;
};

// The status's surroundings, up to 4096 each way; for those who are not signed in 40 up and 60 down, 20 levels deep.
// One statement.
Surroundings surroundings_of(db::Tx& tx, StatusId id, const accounts::Account& viewer);

} // namespace statuses
