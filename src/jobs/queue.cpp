#include "jobs/queue.h"

#include "base/wakeup.h"

#include <algorithm>
#include <stdexcept>

namespace jobs {
namespace {

constexpr std::size_t kMaxErrorBytes = 1000;

Arguments parse_arguments(std::string_view text) {
    auto parsed = json::parse(text);
    if (!parsed || !parsed->is_object()) throw std::runtime_error("the arguments of a job are not a JSON object");
    return Arguments(std::move(parsed->as_object()));
}

void bury(db::Tx& tx, JobId id, std::string_view error) {
    // Without its key: another may wait by now, and a retry must not collide with it.
    tx.exec(R"(
        update jobs set dead_at = $2, leased_until = null, unique_key = null, last_error = $3
        where id = $1)", {id, tx.now(), error});
}

void postpone(db::Tx& tx, JobId id, base::Time run_at, std::string_view error) {
    tx.exec(R"(
        update jobs set run_at = $2, leased_until = null, last_error = $3
        where id = $1)", {id, run_at, error});
}

bool is_still_leased(db::Tx& tx, const Leased& job) {
    return tx.query_integer(R"(
        select id from jobs
        where id = $1 and attempts = $2 and leased_until is not null /*for_update*/)", {job.id, job.attempt}).has_value();
}

// One that waits begins only when this transaction has ended, and so sees what it changed.
bool holds_waiting(db::Tx& tx, std::string_view unique_key) {
    return tx.query_integer("select id from jobs where unique_key = $1 and dead_at is null /*for_share*/", {unique_key})
        .has_value();
}

void insert(db::Tx& tx, Queue queue, std::string_view name, const json::Object& arguments, std::optional<base::Time> at,
            std::string_view unique_key) {
    const std::string text = boost::json::serialize(arguments);
    const auto key = unique_key.empty() ? db::Param(nullptr) : db::Param(unique_key);
    const auto insert_once = [&] {
        return tx.exec(R"(
            insert into jobs (id, name, arguments, unique_key, run_at, created_at, is_waiting)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (unique_key) where unique_key is not null and dead_at is null do nothing)",
                       {tx.new_id(), name, text, key, at.value_or(tx.now()), tx.now(), queue == Queue::Waiting})
               == 1;
    };
    if (!insert_once() && !holds_waiting(tx, unique_key)) insert_once(); // It has just ended.

    auto* waiting = tx.context().jobs_waiting;
    if (waiting) tx.on_commit([waiting] { waiting->ring(); });
}

} // namespace

std::int64_t Arguments::integer(std::string_view name) const {
    const auto* value = object_.if_contains(name);
    if (!value || !value->is_number()) throw std::runtime_error("a job lacks the number " + std::string(name));
    return value->to_number<std::int64_t>();
}

std::string Arguments::text(std::string_view name) const {
    const auto* value = object_.if_contains(name);
    if (!value || !value->is_string()) throw std::runtime_error("a job lacks the text " + std::string(name));
    return std::string(value->as_string());
}

void enqueue(db::Tx& tx, std::string_view name, const json::Object& arguments, std::optional<base::Time> at,
             std::string_view unique_key) {
    insert(tx, Queue::Working, name, arguments, at, unique_key);
}

void enqueue_waiting(db::Tx& tx, std::string_view name, const json::Object& arguments, std::optional<base::Time> at,
                     std::string_view unique_key) {
    insert(tx, Queue::Waiting, name, arguments, at, unique_key);
}

// A lease moves run_at to its own end, so that the index of what is due never leads past what is being worked on.
std::vector<Leased> lease_due(db::Tx& tx, int limit, Queue queue) {
    std::vector<Leased> leased;
    auto rows = tx.query(R"(
        with due as materialized (
            select id from jobs
            where dead_at is null and is_waiting = $4 and run_at <= $1
            order by run_at, id limit $2 /*skip_locked*/)
        update jobs set run_at = $3, leased_until = $3, attempts = attempts + 1
        where id in (select id from due)
        returning id, name, arguments, attempts)", {tx.now(), limit, tx.now() + kLease, queue == Queue::Waiting});
    while (rows.next()) {
        leased.push_back({rows.id<JobId>(0), rows.string(1), parse_arguments(rows.text(2)), rows.small(3)});
    }
    std::ranges::sort(leased, {}, &Leased::id);
    return leased;
}

std::optional<base::Time> next_due(db::Tx& tx, Queue queue) {
    auto rows = tx.query(R"(
        select run_at from jobs where dead_at is null and is_waiting = $1 order by run_at, id limit 1)", {queue == Queue::Waiting});
    return rows.next() ? rows.maybe_time(0) : std::nullopt;
}

bool take(db::Tx& tx, const Leased& job) { return tx.exec(R"(
        delete from jobs
        where id = $1 and attempts = $2 and leased_until is not null)", {job.id, job.attempt}) == 1; }

bool fail(db::Tx& tx, const Leased& job, int attempts, std::string_view error) {
    if (!is_still_leased(tx, job)) return false;

    error = error.substr(0, kMaxErrorBytes);
    const bool is_last = job.attempt >= attempts;
    if (is_last) {
        bury(tx, job.id, error);
    } else {
        postpone(tx, job.id, tx.now() + retry_delay(job.attempt, tx.random()), error);
    }
    return is_last;
}

void release(db::Tx& tx, const Leased& job) { tx.exec(R"(
        update jobs set run_at = $3, leased_until = null, attempts = attempts - 1
        where id = $1 and attempts = $2 and leased_until is not null)", {job.id, job.attempt, tx.now()}); }

std::chrono::seconds retry_delay(int failures, base::Random& random) {
    const auto once = std::int64_t{15} + std::int64_t{failures} * failures * failures * failures;
    const auto more = random.number() % static_cast<std::uint64_t>(once / 2 + 1);
    return std::chrono::seconds(once + static_cast<std::int64_t>(more));
}

std::vector<Listed> list(db::Tx& tx, bool dead, int limit) {
    static constexpr const char* kDead = R"(
        select id, name, arguments, attempts, run_at, leased_until is not null, dead_at, last_error from jobs
        where dead_at is not null
        order by id limit $1)";
    static constexpr const char* kAlive = R"(
        select id, name, arguments, attempts, run_at, leased_until is not null, dead_at, last_error from jobs
        where dead_at is null
        order by run_at, id limit $1)";
    std::vector<Listed> jobs;
    auto rows = tx.query(dead ? kDead : kAlive, {limit});
    while (rows.next()) {
        jobs.push_back({.id = rows.id<JobId>(0),
                        .name = rows.string(1),
                        .arguments = rows.string(2),
                        .attempts = rows.small(3),
                        .run_at = rows.time(4),
                        .is_running = rows.boolean(5),
                        .dead_at = rows.maybe_time(6),
                        .last_error = rows.string(7)});
    }
    return jobs;
}

bool retry(db::Tx& tx, JobId id) {
    return tx.exec("update jobs set dead_at = null, attempts = 0, run_at = $2 where id = $1 and dead_at is not null",
                   {id, tx.now()})
           == 1;
}

std::int64_t retry_all(db::Tx& tx) {
    return tx.exec("update jobs set dead_at = null, attempts = 0, run_at = $1 where dead_at is not null", {tx.now()});
}

std::int64_t delete_dead(db::Tx& tx, base::Time time, int limit) {
    return tx.exec(R"(
        delete from jobs where id in (
            select id from jobs
            where dead_at is not null and id < $1
            order by id limit $2))", {base::first_id_of(time), limit});
}

} // namespace jobs
