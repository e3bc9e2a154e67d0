#pragma once

#include "base/ids.h"
#include "base/json.h"
#include "db/db.h"

#include <span>

namespace accounts {

// What a row of small pictures needs of each account; an array in the order of `ids`, without those that are not there.
// https://docs.joinmastodon.org/methods/grouped_notifications/#PartialAccountWithAvatar
void write_partial_accounts(json::Writer& out, db::Tx& tx, std::span<const AccountId> ids);

} // namespace accounts
