#include "federation/received.h"

#include "base/crypto.h"
#include "base/wakeup.h"
#include "federation/backlog.h"
#include "jobs/queue.h"

#include <algorithm>
#include <map>
#include <set>

namespace federation {

namespace {

constexpr std::chrono::minutes kLease{5};
constexpr std::size_t kMaxErrorBytes = 500;

// Those of `requests` that had no effect before. Others sent again are signed anew.
std::set<std::string> mark_seen(db::Tx& tx, const std::vector<std::string>& requests) {
    std::set<std::string> fresh;
    if (requests.empty()) return fresh;
    auto rows = tx.query(R"(
        insert into seen_activities (uri, seen_at) select value, $2 from texts($1) where true
        on conflict (uri) do nothing returning uri)", {requests, tx.now()});
    while (rows.next()) fresh.insert(rows.string(0));
    return fresh;
}

} // namespace

void keep_received(db::Tx& tx, AccountId actor, std::optional<AccountId> inbox_account, std::string_view activity,
                   std::string_view signature) {
    const auto request = base::sha256_hex(signature);
    tx.exec(R"(
        insert into received_activities (id, actor_id, inbox_account_id, activity, request, portions, run_at, received_at)
        select $1, $2, $3, $4, $5, $6, $7, $7 where not exists (select 1 from seen_activities where uri = $5))", {tx.new_id(), actor, inbox_account, activity, request, portions_of(activity), tx.now()});
    auto* waiting = tx.context().activities_waiting;
    if (waiting) tx.on_commit([waiting] { waiting->ring(); });
}

bool is_first(db::Tx& tx, std::string_view activity) {
    return tx.exec("insert into seen_activities (uri, seen_at) values ($1, $2) on conflict (uri) do nothing",
                   {"passed on " + base::sha256_hex(activity), tx.now()})
           == 1;
}

// A lease moves run_at to its own end: then what is behind it of the same actor waits for it. What is due is found in
// the order in which it came, past what is leased and the few that wait to be tried again: no index has what a lease
// changes, so that PostgreSQL writes its row alone. `id > 0` is for SQLite: it reads them by id then.
std::vector<Received> lease_received(db::Tx& tx, int limit) {
    std::vector<Received> leased;
    auto rows = tx.query(R"(
        with due as materialized (
            select r.id from received_activities r
            where r.id > 0 and r.run_at <= $1
              and not exists (select 1 from received_activities e
                              where e.actor_id = r.actor_id and e.id < r.id and e.run_at > $1)
            order by r.id limit $2 /*skip_locked*/)
        update received_activities set run_at = $3, leased_until = $3, attempts = attempts + 1
        where id in (select id from due)
        returning id, actor_id, inbox_account_id, activity, attempts, request)", {tx.now(), limit, tx.now() + kLease});
    while (rows.next()) {
        leased.push_back({.id = rows.integer(0),
                          .actor = rows.id<AccountId>(1),
                          .inbox_account = rows.is_null(2) ? std::nullopt : std::optional(rows.id<AccountId>(2)),
                          .activity = rows.string(3),
                          .attempt = rows.small(4),
                          .request = rows.string(5)});
    }
    std::ranges::sort(leased, {}, &Received::id);
    return leased;
}

bool has_due_received(db::Tx& tx) {
    return tx
        .query_integer("select 1 from received_activities where id > 0 and run_at <= $1 order by id limit 1",
                       {tx.now()})
        .has_value();
}

bool take_received(db::Tx& tx, const Received& received) {
    const Received* one = &received;
    return !take_received(tx, std::span(&one, 1)).empty();
}

std::vector<std::int64_t> take_received(db::Tx& tx, std::span<const Received* const> all) {
    std::map<int, std::vector<std::int64_t>> by_attempt; // Nearly always the first.
    for (const auto* received : all) by_attempt[received->attempt].push_back(received->id);
    std::vector<std::int64_t> removed;
    for (const auto& [attempt, ids] : by_attempt) {
        auto rows = tx.query(R"(
            delete from received_activities
            where id in (select value from ids($1)) and attempts = $2 and leased_until is not null
            returning id)", {ids, attempt});
        while (rows.next()) removed.push_back(rows.integer(0));
    }
    std::ranges::sort(removed);

    std::vector<const Received*> ours(all.begin(), all.end());
    std::erase_if(ours, [&](const auto* received) { return !std::ranges::binary_search(removed, received->id); });
    std::ranges::sort(ours, {}, &Received::id);
    std::vector<std::string> requests;
    for (const auto* received : ours) {
        if (!received->request.empty()) requests.push_back(received->request);
    }
    auto fresh = mark_seen(tx, requests);
    std::vector<std::int64_t> taken;
    for (const auto* received : ours) {
        if (received->request.empty() || fresh.erase(received->request) == 1) taken.push_back(received->id);
    }
    return taken;
}

bool postpone_received(db::Tx& tx, const Received& received, std::string_view error) {
    if (received.attempt >= kMaxAttempts) return take_received(tx, received);
    tx.exec(R"(
        update received_activities set run_at = $3, leased_until = null, last_error = $4
        where id = $1 and attempts = $2)", {received.id, received.attempt, tx.now() + jobs::retry_delay(received.attempt, tx.random()),
                       error.substr(0, kMaxErrorBytes)});
    return false;
}

void release_received(db::Tx& tx, const Received& received) {
    tx.exec(R"(
        update received_activities set run_at = $3, leased_until = null, attempts = attempts - 1
        where id = $1 and attempts = $2)", {received.id, received.attempt, tx.now()});
}

void release_all_received(db::Tx& tx) {
    tx.exec("update received_activities set run_at = $1, leased_until = null where leased_until is not null",
            {tx.now()});
}

} // namespace federation
