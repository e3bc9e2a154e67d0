#include "accounts/past_moves.h"

namespace accounts {

void keep_past_move(db::Tx& tx, AccountId account, std::string_view target_handle) {
    tx.exec(R"(
        insert into past_moves (id, account_id, target_handle, followers_count, moved_at)
        select $1, account_id, $3, followers_count, $4 from account_stats where account_id = $2)", {tx.new_id(), account, target_handle, tx.now()});
}

std::vector<PastMove> past_moves(db::Tx& tx, AccountId account) {
    std::vector<PastMove> moves;
    auto rows = tx.query(R"(
        select target_handle, followers_count, moved_at from past_moves
        where account_id = $1 order by id desc limit 50)", {account});
    while (rows.next()) moves.push_back({rows.string(0), rows.integer(1), rows.time(2)});
    return moves;
}

} // namespace accounts
