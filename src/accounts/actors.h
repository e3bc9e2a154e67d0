#pragma once

#include "accounts/account.h"
#include "base/result.h"
#include "db/db.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Accounts by the addresses that other servers know them by.
namespace accounts {

// One of ours by the name in its address, any case, also suspended. Gone for who has left; NotFound for everybody else,
// and for who has not confirmed their address or waits for approval.
Result<Account> find_local_actor(db::Tx& tx, std::string_view username);
// The same for what a suspended account does not show any more: then Forbidden, because it may come back.
Result<Account> find_active_actor(db::Tx& tx, std::string_view username);

// The address of the actor of an account, from the columns username and uri.
std::string actor_uri(const base::Config& config, std::string_view username, std::string_view uri);
// Of those of `ids` that are there, in their order. One statement.
std::vector<std::string> actor_uris(db::Tx& tx, std::span<const AccountId> ids);

} // namespace accounts
