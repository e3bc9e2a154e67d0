#pragma once

#include "base/clock.h"
#include "base/ids.h"
#include "base/json.h"
#include "db/db.h"
#include "jobs/jobs.h"

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// The rows of the queue. A job waits, is leased to a worker, and goes with the transaction that did it; or it fails,
// waits again, and is dead after its last attempt.
namespace jobs {

// How long a worker has for all that it leased at once. Whoever lost its lease cannot finish: see take().
inline constexpr std::chrono::minutes kLease{5};

struct Leased {
    JobId id;
    std::string name;
    Arguments arguments;
    int attempt; // 1 for the first.
};

// Which jobs: those that work here, or those that wait for other machines.
enum class Queue { Working, Waiting };

// Leases up to `limit` jobs that are due to the caller, oldest first.
std::vector<Leased> lease_due(db::Tx& tx, int limit, Queue queue = Queue::Working);

// When the next job is due; nullopt when the queue is empty.
std::optional<base::Time> next_due(db::Tx& tx, Queue queue = Queue::Working);

// Removes a leased job, as the first thing in the transaction that does its work: then both happen, or neither. False
// when the lease was lost to somebody else, who does the work instead.
bool take(db::Tx& tx, const Leased& job);

// Puts a leased job back after a failure, due after a pause; or gives it up for good when this was the last of
// `attempts`. True when it is dead now.
bool fail(db::Tx& tx, const Leased& job, int attempts, std::string_view error);

// Gives back a job that was not begun.
void release(db::Tx& tx, const Leased& job);

// How long to wait after `failures` failures in a row (1 or more): failures^4 + 15 seconds, and up to half as much
// again at random, so that what failed together is not tried again all at once.
std::chrono::seconds retry_delay(int failures, base::Random& random);

struct Listed {
    JobId id;
    std::string name;
    std::string arguments; // JSON
    int attempts;
    base::Time run_at;
    bool is_running;
    std::optional<base::Time> dead_at;
    std::string last_error;
};

// The dead ones, or those that wait and run; oldest first.
std::vector<Listed> list(db::Tx& tx, bool dead, int limit);

// Makes a dead job due at once with all its attempts before it. False when no dead job has this id.
bool retry(db::Tx& tx, JobId id);
// The same for all of them: how many.
std::int64_t retry_all(db::Tx& tx);

// Deletes jobs that were queued before `time` and are dead, up to `limit`: how many.
std::int64_t delete_dead(db::Tx& tx, base::Time time, int limit);

} // namespace jobs
