#pragma once

#include "accounts/account.h"
#include "base/json.h"
#include "base/result.h"
#include "db/db.h"

#include <string_view>

namespace instance {

// One of our accounts: "acct:alice@social.example", "alice@social.example", or the address of its profile or actor.
// NotFound for everybody else, and for who is suspended.
Result<accounts::Account> find_by_resource(db::Tx& tx, std::string_view resource);

// Its JSON resource descriptor (RFC 7033).
void write_webfinger(json::Writer& out, db::Tx& tx, const accounts::Account& account);

} // namespace instance
