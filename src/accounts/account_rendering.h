#pragma once

#include "base/ids.h"
#include "base/renderings.h"
#include "db/db.h"

#include <memory>
#include <span>
#include <vector>

// What account_json.h writes of accounts and keeps.
namespace accounts {

// Whether the account that it has moved to is shown within it.
enum class Moved { Shown, LeftOut };

struct RenderedAccount {
    AccountId id;
    bool has_moved; // It shows another, whose changes are not its own: nothing to keep.
    std::shared_ptr<const base::AccountRendering> rendering;
};

// Those that are there, in any order. One statement, and two more when somebody has moved.
std::vector<RenderedAccount> render_accounts(db::Tx& tx, std::span<const AccountId> ids, Moved moved);

} // namespace accounts
