#pragma once

#include "accounts/account.h"
#include "base/clock.h"
#include "db/db.h"

#include <string>
#include <vector>

// Where our people have taken their followers to.
namespace accounts {

struct PastMove {
    std::string target_handle; // As it was then: "alice@other.example".
    std::int64_t followers_count = 0;
    base::Time moved_at;
};
void keep_past_move(db::Tx& tx, AccountId account, std::string_view target_handle);
// The newest 50, newest first.
std::vector<PastMove> past_moves(db::Tx& tx, AccountId account);

} // namespace accounts
