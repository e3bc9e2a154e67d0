#include "federation/remote_keys.h"

#include "base/keys.h"
#include "federation/actors.h"
#include "federation/domain_policy.h"
#include "federation/origins.h"

namespace federation {

namespace {

using base::Refusal;
using base::refuse;

constexpr std::chrono::minutes kFresh{5};
constexpr Purse kPurse{.requests = 8, .time = std::chrono::seconds(20)};

} // namespace

std::optional<RemoteKey> find_remote_key(db::Tx& tx, const std::string& key_id) {
    static const std::string kSql = R"(
        select k.account_id, a.uri, k.public_key, k.fetched_at, a.suspended_at is not null,
               exists (select 1 from federation_hosts h
                       where h.host = $5 and (h.failing_days > 0 or h.unavailable_since is not null)),)" + std::string(kIsKeptAway)
                                    + " from remote_keys k join accounts a on a.id = k.account_id where k.id = $1";
    const auto host = host_of(key_id);
    const auto names = with_parents(host);
    if (names.empty()) return std::nullopt;
    auto rows = tx.query(kSql, {key_id, names, names.front(), tx.config().federation_allow_list, host});
    if (!rows.next()) return std::nullopt;
    return RemoteKey{.owner = rows.id<AccountId>(0),
                     .owner_uri = rows.string(1),
                     .pem = rows.string(2),
                     .fetched_at = rows.time(3),
                     .is_suspended = rows.boolean(4),
                     .is_kept_away = rows.boolean(6),
                     .has_failing_host = rows.boolean(5)};
}

Result<RemoteKey> fetch_remote_key(db::Database& database, const std::string& key_id) {
    Errand errand(database, kPurse);
    const auto owner = fetch_key_owner(errand, key_id);
    if (!owner) {
        const bool is_passing = owner.error().refusal == Refusal::Unavailable;
        return refuse(is_passing ? Refusal::Unavailable : Refusal::Unauthorized,
                      "the key " + key_id + " cannot be had: " + owner.error().message);
    }
    std::optional<RemoteKey> key;
    database.read([&](db::Tx& tx) { key = find_remote_key(tx, key_id); });
    if (!key) return refuse(Refusal::Unauthorized, "its actor does not name the key " + key_id);
    return *key;
}

bool is_signed(const http::Request& request, const SignatureClaim& claim, const RemoteKey& key) {
    const auto parsed = base::PublicKey::parse(key.pem);
    return parsed && is_signed_with(request, claim, *parsed);
}

bool is_fresh(const RemoteKey& key, base::Time now) { return key.fetched_at > now - kFresh; }

} // namespace federation
