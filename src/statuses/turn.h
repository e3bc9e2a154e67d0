#pragma once

#include "db/db.h"

namespace statuses {

// Waits until nobody else has this turn of one of our people, and keeps it until the transaction ends: what is counted
// after it and added to does not grow in between.
void take_turn(db::Tx& tx, AccountId account);

} // namespace statuses
