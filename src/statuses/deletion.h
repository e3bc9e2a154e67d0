#pragma once

#include "accounts/account.h"
#include "base/result.h"
#include "db/db.h"
#include "media/attachments.h"
#include "statuses/outgoing.h"
#include "statuses/status.h"

namespace statuses {

// Deletes one of `account`'s own statuses with everything that hangs on it: boosts, favourites, bookmarks,
// notifications; its media wait for a day, to be posted again, or go at once. Effects: counts; `delete` events wherever
// it was shown; other servers that may have it are told. Errors: NotFound if it is not there, or somebody else's.
Result<> delete_status(db::Tx& tx, const accounts::Account& account, StatusId id, media::Fate media = media::Fate::Kept,
                       Telling telling = Telling::Others);

} // namespace statuses
