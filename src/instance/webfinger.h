#pragma once

#include "accounts/account.h"
#include "base/json.h"
#include "base/result.h"
#include "db/db.h"

#include <string_view>

namespace instance {

// One of our accounts: "acct:alice@social.example", "alice@social.example", or the address of its profile or actor.
// Also one that is suspended: its actor document says so. NotFound for everybody else.
Result<accounts::Account> find_by_resource(db::Tx& tx, std::string_view resource);
// Whether the server itself is meant: acct:social.example@social.example, or the address of its actor.
bool is_instance_actor(const base::Config& config, std::string_view resource);

// Its JSON resource descriptor (RFC 7033).
void write_webfinger(json::Writer& out, db::Tx& tx, const accounts::Account& account);
void write_instance_webfinger(json::Writer& out, const base::Config& config);

} // namespace instance
