#pragma once

#include "accounts/account.h"
#include "db/db.h"

// What somebody of another server, or one of ours who has left, has here, and how it goes: a batch at a time.
namespace statuses {

// Deletes what `account` wrote, then what it favourited, then whom it follows and who follows it or asked to, then what
// others were told of it: a batch. Other servers hear of nothing but the follows of ours. Whether some may be left.
bool purge_some(db::Tx& tx, const accounts::Account& account);

// The account itself, of which purge_some has left nothing.
void delete_purged(db::Tx& tx, AccountId id);

} // namespace statuses
