#pragma once

#include "base/context.h"
#include "base/wakeup.h"
#include "db/db.h"
#include "federation/activity.h"
#include "federation/received.h"
#include "http/worker_pool.h"

#include <atomic>
#include <span>
#include <thread>
#include <vector>

namespace federation {

struct InboxWorkerParts {
    const base::Context& context; // Its activities_waiting, when there is one, wakes the worker.
    db::Database& database;
    std::span<const Receiver> receivers;
    int fetching_threads = 4;
};

// Gives what was received its effect: a batch in one transaction, each actor's in the order in which it came. What must
// be fetched first goes, with all that its actor sent after it, to threads that wait for other machines.
class InboxWorker {
public:
    explicit InboxWorker(const InboxWorkerParts& parts);
    ~InboxWorker(); // Stops.

    void start();
    // Nothing more is begun, and what is being fetched is kept for the next start.
    void stop_soon() { is_stopping_ = true; }
    // Returns when what is under way is done; the rest stays for the next start.
    void stop();

    // On the calling thread, without start(): everything that is due. Returns the number of activities.
    std::size_t run_due();

private:
    // What was leased, and what it says. Whose it is (`activity.actor`) is read where it is used.
    struct Due {
        Received received;
        Activity activity;
    };
    using Batch = std::vector<Due>;
    class Actors;

    void work();
    Batch lease();
    void apply_batch(Batch batch, bool may_hand_on);
    // Takes those out of `batch` whose actor needs something fetched, one actor a batch.
    std::vector<Batch> take_fetching(Batch& batch);
    bool must_fetch(db::Tx& tx, Due& due, const accounts::Account* actor);
    void apply_fetching(Batch& batch);
    void apply_together(Batch& batch);
    void apply_alone(Due& due);
    // What has been taken, in the transaction that took it.
    void apply(db::Tx& tx, Due& due, Actors& actors);

    InboxWorkerParts parts_;
    base::Wakeup own_wakeup_;
    base::Wakeup& wakeup_;
    std::atomic<bool> is_stopping_ = false;
    std::unique_ptr<http::WorkerPool> fetching_;
    std::thread thread_;
};

} // namespace federation
