#include "federation/received.h"

#include "base/crypto.h"
#include "base/wakeup.h"
#include "federation/backlog.h"
#include "jobs/queue.h"

#include <algorithm>
#include <map>

namespace federation {

namespace {

constexpr std::chrono::minutes kLease{5};
constexpr std::size_t kMaxErrorBytes = 500;

// False when the same request has come before. Others sent again are signed anew.
bool is_first(db::Tx& tx, std::string_view signature) {
    return tx.exec("insert into seen_activities (uri, seen_at) values ($1, $2) on conflict (uri) do nothing",
                   {base::sha256_hex(signature), tx.now()})
           == 1;
}

} // namespace

void keep_received(db::Tx& tx, AccountId actor, std::optional<AccountId> inbox_account, std::string_view activity,
                   std::string_view signature) {
    if (!is_first(tx, signature)) return;
    tx.exec(R"(
        insert into received_activities (id, actor_id, inbox_account_id, activity, portions, run_at, received_at)
        values ($1, $2, $3, $4, $5, $6, $6))", {tx.new_id(), actor, inbox_account, activity, portions_of(activity), tx.now()});
    auto* waiting = tx.context().activities_waiting;
    if (waiting) tx.on_commit([waiting] { waiting->ring(); });
}

// A lease moves run_at to its own end: then what is behind it of the same actor waits for it.
std::vector<Received> lease_received(db::Tx& tx, int limit) {
    std::vector<Received> leased;
    auto rows = tx.query(R"(
        with due as materialized (
            select r.id from received_activities r
            where r.run_at <= $1
              and not exists (select 1 from received_activities e
                              where e.actor_id = r.actor_id and e.id < r.id and e.run_at > $1)
            order by r.run_at, r.id limit $2 /*skip_locked*/)
        update received_activities set run_at = $3, leased_until = $3, attempts = attempts + 1
        where id in (select id from due)
        returning id, actor_id, inbox_account_id, activity, attempts)", {tx.now(), limit, tx.now() + kLease});
    while (rows.next()) {
        leased.push_back({.id = rows.integer(0),
                          .actor = rows.id<AccountId>(1),
                          .inbox_account = rows.is_null(2) ? std::nullopt : std::optional(rows.id<AccountId>(2)),
                          .activity = rows.string(3),
                          .attempt = rows.small(4)});
    }
    std::ranges::sort(leased, {}, &Received::id);
    return leased;
}

bool has_due_received(db::Tx& tx) {
    return tx
        .query_integer("select 1 from received_activities where run_at <= $1 order by run_at, id limit 1", {tx.now()})
        .has_value();
}

bool take_received(db::Tx& tx, const Received& received) {
    const Received* one = &received;
    return !take_received(tx, std::span(&one, 1)).empty();
}

std::vector<std::int64_t> take_received(db::Tx& tx, std::span<const Received* const> all) {
    std::map<int, std::vector<std::int64_t>> by_attempt; // Nearly always the first.
    for (const auto* received : all) by_attempt[received->attempt].push_back(received->id);
    std::vector<std::int64_t> taken;
    for (const auto& [attempt, ids] : by_attempt) {
        auto rows = tx.query(R"(
            delete from received_activities
            where id in (select value from ids($1)) and attempts = $2 and leased_until is not null
            returning id)", {ids, attempt});
        while (rows.next()) taken.push_back(rows.integer(0));
    }
    std::ranges::sort(taken);
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
