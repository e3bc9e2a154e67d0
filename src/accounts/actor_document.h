#pragma once

#include "accounts/account.h"
#include "base/config.h"
#include "base/json.h"
#include "db/db.h"
#include "federation/documents.h"

#include <string_view>

// Our people, and the server itself, as other servers see them.
namespace accounts {

// The actor document of one of ours, with the key that others check its signatures with. Of a suspended account only
// its name is left. In three queries at most.
void write_actor(json::Writer& out, db::Tx& tx, const Account& account, std::string_view public_key_pem,
                 federation::Place place = federation::Place::Alone);

// What proves the account's signatures, and no more: for who has not said who they are, where that matters.
void write_bare_actor(json::Writer& out, const base::Config& config, const Account& account,
                      std::string_view public_key_pem);

// Who signs when nobody of ours does: what is fetched, what is reported.
void write_instance_actor(json::Writer& out, const base::Config& config, std::string_view public_key_pem);

} // namespace accounts
