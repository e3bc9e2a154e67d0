#pragma once

#include "accounts/account.h"
#include "base/result.h"
#include "db/db.h"
#include "statuses/outgoing.h"
#include "statuses/status.h"

#include <string_view>

namespace statuses {

// Records that `account`, local or remote, likes a status (of a boost: its original). Liking twice changes nothing.
// Effects: the count; a notification for a local author, or a Like to a remote one's server.
// Errors: NotFound if `account` may not see the status.
Result<> favourite(db::Tx& tx, const accounts::Account& account, StatusId id);
// The same for what is known to be visible to `account`, and to be no boost. `uri`: what a Like from elsewhere is
// called.
void favourite(db::Tx& tx, const accounts::Account& account, const Status& original, std::string_view uri = {});
// Takes that back. Nothing to take back is fine.
Result<> unfavourite(db::Tx& tx, const accounts::Account& account, StatusId id);
Result<> unfavourite(db::Tx& tx, const accounts::Account& account, StatusId id, Telling telling);

} // namespace statuses
