#pragma once

#include "base/ids.h"
#include "db/db.h"

namespace relationships {

// The home and list feeds of `owner` are built anew when they are next read.
void drop_feed(db::Tx& tx, AccountId owner);
// Whom `viewer` wants to read has changed: their open streams take note.
void announce_change(db::Tx& tx, AccountId viewer);
// `account` shows `target` on their profile no longer.
void forget_endorsement(db::Tx& tx, AccountId account, AccountId target);

} // namespace relationships
