#pragma once

#include "db/db.h"

namespace tags {

// What other servers are told of the hashtags that one of ours shows on their profile: those that care who they are,
// see accounts::account_reach. Where there are none, it costs one statement.
void send_featured(db::Tx& tx, AccountId account, TagId tag);
void send_unfeatured(db::Tx& tx, AccountId account, TagId tag);

} // namespace tags
