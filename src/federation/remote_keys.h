#pragma once

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "db/db.h"
#include "federation/signatures.h"
#include "http/request.h"

#include <optional>
#include <string>
#include <string_view>

// The keys of people elsewhere, which prove what they say and who asks.
namespace federation {

struct RemoteKey {
    AccountId owner;
    std::string owner_uri, pem;
    base::Time fetched_at{};
    bool is_suspended = false;     // Its owner.
    bool is_kept_away = false;     // Its host, or that of its owner's handle: see domain_policy.h.
    bool has_failing_host = false; // Deliveries there fail: a word from there is news. See hosts.h.
};

// A key goes by its own URL, or by whose it is: the URL of its actor, or "acct:alice@remote.test". One statement for a
// URL whose owner's handle is of its host.
std::optional<RemoteKey> find_remote_key(db::Tx& tx, const std::string& key_id);

// The server that has the key; empty when it says none.
std::string host_of_key(const std::string& key_id);
// Whether the key can be that of `actor_uri`, as far as its name says.
bool may_be_key_of(const std::string& key_id, std::string_view actor_uri);

// How long a key is waited for, however many requests it takes.
inline constexpr std::chrono::milliseconds kKeyPatience = std::chrono::seconds(20);

// Whether its server may be asked: Unavailable when not, see KeyFetches.
Result<> may_fetch_key(const base::Context& context, const std::string& key_id);

// Asks its server whose key it is, and for what it is now. Waits: never inside a transaction.
// Errors: Unavailable when it may be had later, else Unauthorized.
Result<RemoteKey> fetch_remote_key(db::Database& database, const std::string& key_id,
                                   std::chrono::milliseconds patience = kKeyPatience);

// Whether the request bears this key's signature.
bool is_signed(const http::Request& request, const SignatureClaim& claim, const RemoteKey& key);

// Whether a key that does not fit was asked for so lately that asking again is not worth it.
bool is_fresh(const RemoteKey& key, base::Time now);

} // namespace federation
