#pragma once

#include "accounts/account.h"
#include "base/result.h"
#include "db/db.h"
#include "statuses/polls.h"

#include <string_view>

namespace statuses {

// Counts one choice of `account`, by its exact title: as other servers send votes, one by one. A choice that it has
// made already changes nothing. Errors as vote(); Invalid, too, for a second choice where there is one only.
Result<> vote_for(db::Tx& tx, const accounts::Account& account, PollId id, std::string_view title);

} // namespace statuses
