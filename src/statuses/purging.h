#pragma once

#include "accounts/account.h"
#include "db/db.h"

// What somebody of another server has left here, and how it goes: a batch at a time.
namespace statuses {

// Deletes what `account` wrote, then what it favourited, then whom it follows and who follows it: a batch. Whether some
// may be left.
bool purge_some(db::Tx& tx, const accounts::Account& account);

// The account itself, of which purge_some has left nothing.
void delete_purged(db::Tx& tx, AccountId id);

} // namespace statuses
