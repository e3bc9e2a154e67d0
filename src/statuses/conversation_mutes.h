#pragma once

#include "accounts/account.h"
#include "base/result.h"
#include "db/db.h"

namespace statuses {

// No more notifications about anything in the conversation that a status (of a boost: its original) is part of:
// mentions, favourites, boosts, ends of polls. Its posts stay where they are, and what was told stays.
// Errors: NotFound if `account` may not see the status.
Result<> mute_conversation(db::Tx& tx, const accounts::Account& account, StatusId id);
Result<> unmute_conversation(db::Tx& tx, const accounts::Account& account, StatusId id);

} // namespace statuses
