#include "statuses/turn.h"

namespace statuses {

void take_turn(db::Tx& tx, AccountId account) {
    tx.query_integer("select id from users where account_id = $1 /*for_update*/", {account});
}

} // namespace statuses
