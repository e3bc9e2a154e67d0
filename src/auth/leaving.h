#pragma once

#include "auth/users.h"
#include "db/db.h"

// How one of our people leaves for good.
namespace auth {

// At once they are signed out everywhere, nobody sees them or their posts any more, and other servers are told; what
// they wrote, favourited and kept here is deleted by the job "delete_left_account", some at a time. Their name stays
// taken. This cannot be taken back.
void leave(db::Tx& tx, const User& user);

} // namespace auth
