#pragma once

#include "accounts/account.h"
#include "base/result.h"
#include "db/db.h"

namespace relationships {

// Neither sees the other from now on. Doing it again, or to oneself, changes nothing.
// Effects: their follows and follow requests of each other end; what `target` told `account` is taken back, and
// conversations with them go; neither is in a collection of the other any more; both home feeds are built anew; open
// streams of both take note; the target's server is told. Errors: NotFound for nobody.
Result<> block(db::Tx& tx, const accounts::Account& account, AccountId target);
// What a block ended stays ended. Nothing to take back is fine.
Result<> unblock(db::Tx& tx, const accounts::Account& account, AccountId target);

} // namespace relationships
