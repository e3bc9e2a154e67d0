#include "federation/remote_keys.h"

#include "accounts/accounts.h"
#include "accounts/remote_accounts.h"
#include "base/keys.h"
#include "federation/actors.h"
#include "federation/domain_policy.h"
#include "federation/key_fetches.h"
#include "federation/origins.h"
#include "federation/webfinger_client.h"

namespace federation {

namespace {

using base::Refusal;
using base::refuse;

constexpr std::chrono::minutes kFresh{5};
constexpr int kRequests = 8;
constexpr std::string_view kAcct = "acct:";

bool is_handle(const std::string& key_id) { return key_id.starts_with(kAcct); }

// Asks for whoever has the key, and for all that they say of themselves.
Result<AccountId> fetch_owner(Errand& errand, const std::string& key_id) {
    if (!is_handle(key_id)) return fetch_key_owner(errand, key_id);
    const auto account = TRY(resolve_handle(errand, key_id.substr(kAcct.size())));
    std::string uri;
    errand.database().read([&](db::Tx& tx) { uri = accounts::uri_of(tx, account); });
    return fetch_actor(errand, uri);
}

KeyFetches& key_fetches() {
    static KeyFetches one;
    return one;
}

// One server that is asked.
class Turn {
public:
    Turn(base::Time begun, std::string host) : begun_(begun), host_(std::move(host)) {}
    ~Turn() { key_fetches().end(begun_, host_); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

private:
    base::Time begun_;
    std::string host_;
};

} // namespace

std::optional<RemoteKey> find_remote_key(db::Tx& tx, const std::string& key_id) {
    static const std::string kSql = R"(
        select k.account_id, a.uri, k.public_key, k.fetched_at, a.suspended_at is not null, a.domain,
               exists (select 1 from federation_hosts h
                       where h.host = $5 and (h.failing_days > 0 or h.unavailable_since is not null)),)" + std::string(kIsKeptAway) + R"(
        from (select coalesce((select o.id from remote_keys o where o.id = $1),
                              (select min(o.id) from accounts b join remote_keys o on o.account_id = b.id
                               where b.uri = $1)) as id) named
        join remote_keys k on k.id = named.id
        join accounts a on a.id = k.account_id)";
    if (is_handle(key_id)) {
        const auto owner = accounts::find_by_acct(tx, std::string_view(key_id).substr(kAcct.size()));
        if (!owner || owner->is_local()) return std::nullopt;
        return find_remote_key(tx, accounts::uri_of(tx, owner->id));
    }
    const auto host = host_of(key_id);
    const auto names = with_parents(host);
    if (names.empty()) return std::nullopt;
    auto rows = tx.query(kSql, {key_id, names, names.front(), tx.config().federation_allow_list, host});
    if (!rows.next()) return std::nullopt;
    RemoteKey key{.owner = rows.id<AccountId>(0),
                  .owner_uri = rows.string(1),
                  .pem = rows.string(2),
                  .fetched_at = rows.time(3),
                  .is_suspended = rows.boolean(4),
                  .is_kept_away = rows.boolean(7),
                  .has_failing_host = rows.boolean(6)};
    const std::string domain = rows.string(5);
    // Few have a handle of another name than their server's.
    if (!key.is_kept_away && domain != host) key.is_kept_away = is_kept_away(tx, domain);
    return key;
}

std::string host_of_key(const std::string& key_id) {
    if (!is_handle(key_id)) return host_of(key_id);
    const auto handle = Handle::parse(key_id);
    return handle ? handle->domain : std::string();
}

bool may_be_key_of(const std::string& key_id, std::string_view actor_uri) {
    return is_handle(key_id) || is_same_host(key_id, actor_uri);
}

Result<> may_fetch_key(const base::Context& context, const std::string& key_id) {
    return key_fetches().check(context.clock.now(), host_of_key(key_id));
}

Result<RemoteKey> fetch_remote_key(db::Database& database, const std::string& key_id,
                                   std::chrono::milliseconds patience) {
    using Steady = std::chrono::steady_clock;
    const std::string host = host_of_key(key_id);
    const base::Time now = database.context().clock.now();
    TRY(key_fetches().begin(now, host));
    const Turn turn(now, host);
    const auto begun = Steady::now();
    Errand errand(database, {.requests = kRequests, .time = patience});
    const auto owner = fetch_owner(errand, key_id);
    if (!owner && Steady::now() - begun >= patience / 4) key_fetches().note_silent(now, host);
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
