#pragma once

#include "accounts/account.h"
#include "db/db.h"

#include <string>
#include <vector>

namespace accounts {

// The profile of one of ours has changed: other servers get it anew a few seconds later, in the job `send_profile`,
// however often it changes until then. Where nobody elsewhere is known, it costs one statement.
void announce_profile(db::Tx& tx, AccountId account);

// Where the servers are that care who somebody is: those of their followers, of people whom they reported to us,
// mentioned lately, or have begun to follow. Each inbox once.
std::vector<std::string> account_reach(db::Tx& tx, AccountId account);

// One of ours has left: Delete, to those servers at once and to all others that we know in the job `tell_of_leaving`,
// some at a time so that what else is to be sent has its turn. When all has been sent or given up, the key goes.
// Nothing for who never had one: nobody elsewhere has heard of them.
void send_leaving(db::Tx& tx, const Account& account);

} // namespace accounts
