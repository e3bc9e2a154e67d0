#pragma once

#include "accounts/accounts.h"
#include "base/json.h"
#include "base/result.h"
#include "federation/errand.h"

#include <string>
#include <string_view>

// People of other servers, asked for there. All of these wait: never inside a transaction.
namespace federation {

// Fetches an actor, who may have another id on the same host, finds the handle that is theirs, and keeps what it says:
// see accounts::keep_remote. Also their custom emojis; a job looks at their collections. Errors: those of
// fetch_document, read_actor, confirm_handle and keep_remote; TooMany when the host is one of many new ones under one
// name.
Result<AccountId> fetch_actor(Errand& errand, std::string_view uri);

// The same for whoever is to be found at `address` now: it may lead to another host, whose actor is kept as that one
// says. Nobody may take the answer for the one who was asked for.
Result<AccountId> fetch_whoever_is_at(Errand& errand, std::string_view address);

// The same from the document, which came from its own server under its own id.
Result<AccountId> keep_actor(Errand& errand, json::Object document);
// What a known actor has sent of itself: its handle stays what it was, until a job has asked whether it has another.
Result<> refresh_actor(db::Tx& tx, const accounts::Account& actor, const json::Object& document);

// Whether we have the actor, else fetch_actor.
Result<AccountId> find_or_fetch_actor(Errand& errand, std::string_view uri);

// Whose a key is: the actor whose document names this key id. Fetches both.
Result<AccountId> fetch_key_owner(Errand& errand, std::string_view key_id);

// "alice@remote.test", ours too: from the database when that is not older than a day, else asked for by WebFinger and
// checked both ways. One that cannot be reached is what we knew of it.
// Errors: NotFound for what is no handle or nobody's; else those of fetch_actor.
Result<AccountId> resolve_handle(Errand& errand, std::string_view acct);

} // namespace federation
