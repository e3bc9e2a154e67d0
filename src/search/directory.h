#pragma once

#include "base/ids.h"
#include "db/db.h"

#include <vector>

namespace search {

struct DirectoryQuery {
    enum class Order { Active, New };

    AccountId viewer = {}; // 0: nobody.
    Order order = Order::Active;
    bool is_local = false;
    int limit = 40;
    int offset = 0;
};

// People who want to be found, those who posted last or who came last first. Without those whom the viewer blocks,
// mutes or is blocked by, their domains included, and without limited, suspended and moved accounts.
std::vector<AccountId> directory(db::Tx& tx, const DirectoryQuery& query);

} // namespace search
