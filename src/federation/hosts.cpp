#include "federation/hosts.h"

#include <chrono>

namespace federation {
namespace {

using std::chrono::days;

constexpr int kDaysUntilUnavailable = 7;
constexpr std::chrono::minutes kSuccessPrecision{1};
constexpr std::size_t kMaxErrorBytes = 300;

struct Failures {
    std::optional<base::Time> last_at;
    int days = 0;
    bool is_unavailable = false;
};

Failures find_failures(db::Tx& tx, std::string_view host) {
    auto rows = tx.query(R"(
        select last_failure_at, failing_days, unavailable_since is not null from federation_hosts
        where host = $1 /*for_update*/)", {host});
    if (!rows.next()) return {};
    return {rows.maybe_time(0), rows.small(1), rows.boolean(2)};
}

bool is_same_day(base::Time a, base::Time b) { return std::chrono::floor<days>(a) == std::chrono::floor<days>(b); }

Scheme scheme_of(int number) { return number == 1 ? Scheme::Rfc9421 : Scheme::Draft; }

} // namespace

bool host_is_unavailable(db::Tx& tx, std::string_view host) {
    return tx.query_integer("select 1 from federation_hosts where host = $1 and unavailable_since is not null", {host})
        .has_value();
}

std::vector<std::string> unavailable_among(db::Tx& tx, const std::vector<std::string>& hosts) {
    std::vector<std::string> found;
    auto rows = tx.query(R"(
        select host from federation_hosts
        where host in (select value from texts($1)) and unavailable_since is not null)", {hosts});
    while (rows.next()) found.push_back(rows.string(0));
    return found;
}

void note_alive(db::Tx& tx, std::string_view host) { tx.exec(R"(
        update federation_hosts set failing_days = 0, unavailable_since = null
        where host = $1 and (failing_days > 0 or unavailable_since is not null))", {host}); }

void note_success(db::Tx& tx, std::string_view host) {
    tx.exec(R"(
        insert into federation_hosts (host, last_success_at) values ($1, $2)
        on conflict (host) do update
        set last_success_at = excluded.last_success_at, failing_days = 0, unavailable_since = null
        where federation_hosts.last_success_at is null or federation_hosts.last_success_at < $3
            or federation_hosts.failing_days > 0 or federation_hosts.unavailable_since is not null)", {host, tx.now(), tx.now() - kSuccessPrecision});
}

bool note_failure(db::Tx& tx, std::string_view host, std::string_view error) {
    auto failures = find_failures(tx, host);
    const bool is_another_day = failures.days == 0 || !failures.last_at || !is_same_day(*failures.last_at, tx.now());
    if (is_another_day) ++failures.days;
    const bool falls_silent = !failures.is_unavailable && failures.days >= kDaysUntilUnavailable;
    tx.exec(R"(
        insert into federation_hosts (host, last_failure_at, last_error, failing_days, unavailable_since)
        values ($1, $2, $3, $4, $5)
        on conflict (host) do update
        set last_failure_at = excluded.last_failure_at, last_error = excluded.last_error,
            failing_days = excluded.failing_days,
            unavailable_since = coalesce(federation_hosts.unavailable_since, excluded.unavailable_since))", {host, tx.now(), error.substr(0, kMaxErrorBytes), failures.days,
                       falls_silent ? std::optional(tx.now().time_since_epoch().count()) : std::nullopt});
    return falls_silent;
}

void keep_scheme(db::Tx& tx, std::string_view host, Scheme scheme) {
    tx.exec(R"(
        insert into federation_hosts (host, signature_scheme) values ($1, $2)
        on conflict (host) do update set signature_scheme = excluded.signature_scheme)", {host, static_cast<int>(scheme)});
}

std::vector<KnownHost> find_hosts(db::Tx& tx, const std::vector<std::string>& hosts) {
    std::vector<KnownHost> found;
    auto rows = tx.query(R"(
        select host, signature_scheme, coalesce(last_success_at, 0) > coalesce(last_failure_at, 0) from federation_hosts
        where host in (select value from texts($1)))", {hosts});
    while (rows.next()) found.push_back({rows.string(0), scheme_of(rows.small(1)), rows.boolean(2)});
    return found;
}

Scheme scheme_for(db::Tx& tx, std::string_view host) {
    const auto scheme = tx.query_integer("select signature_scheme from federation_hosts where host = $1", {host});
    return scheme_of(static_cast<int>(scheme.value_or(0)));
}

std::vector<HostStatus> list_hosts(db::Tx& tx, int limit) {
    std::vector<HostStatus> hosts;
    auto rows = tx.query(R"(
        with queues as (select host, count(*) as waiting, sum(priority) as waiting_low,
                                min(run_at) as next_at
                         from deliveries group by host),
            named as (
                select host from queues
                union select host from federation_hosts where failing_days > 0 or unavailable_since is not null)
        select named.host, coalesce(queues.waiting, 0), queues.next_at, known.last_success_at, known.last_failure_at,
            known.unavailable_since, coalesce(known.failing_days, 0), coalesce(known.signature_scheme, 0),
            coalesce(known.last_error, ''), coalesce(queues.waiting_low, 0)
        from named
        left join queues on queues.host = named.host
        left join federation_hosts known on known.host = named.host
        order by coalesce(queues.waiting, 0) desc, named.host limit $1)", {limit});
    while (rows.next()) {
        hosts.push_back({.host = rows.string(0),
                         .waiting = rows.integer(1),
                         .next_at = rows.maybe_time(2),
                         .last_success_at = rows.maybe_time(3),
                         .last_failure_at = rows.maybe_time(4),
                         .unavailable_since = rows.maybe_time(5),
                         .failing_days = rows.small(6),
                         .scheme = scheme_of(rows.small(7)),
                         .last_error = rows.string(8),
                         .waiting_low = rows.integer(9)});
    }
    return hosts;
}

} // namespace federation
