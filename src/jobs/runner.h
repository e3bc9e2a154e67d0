#pragma once

#include "base/context.h"
#include "base/wakeup.h"
#include "db/db.h"
#include "jobs/jobs.h"
#include "jobs/queue.h"

#include <atomic>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

namespace jobs {

struct RunnerParts {
    const base::Context& context; // Its jobs_waiting, when there is one, wakes those of Queue::Working.
    db::Database& database;
    std::span<const Kind> kinds;
    std::span<const Scheduled> schedule;
    int threads = 1;
    Queue queue = Queue::Working;
};

// The worker threads of the queue. One of them watches it while the others work or wait for their turn: an idle server
// asks the database once a second, for what other processes have queued.
class Runner {
public:
    explicit Runner(const RunnerParts& parts);
    ~Runner(); // Stops.

    void start();
    // Returns when the jobs that are running are done; what was leased and not begun is given back.
    void stop();

    // On the calling thread, without start(): does everything that is due, until nothing is. Returns the number of jobs
    // run.
    std::size_t run_due();

private:
    void work();
    std::vector<Leased> wait_for_jobs();
    std::vector<Leased> lease_jobs();
    void run_schedule();
    void run_batch(const std::vector<Leased>& batch);
    void run(const Leased& job);
    void record_failure(const Leased& job, int attempts, std::string_view error);

    RunnerParts parts_;
    base::Wakeup own_wakeup_;
    base::Wakeup& wakeup_;
    std::mutex watching_;     // Held by the worker that watches the queue.
    base::Time schedule_due_; // Guarded by watching_.
    std::atomic<bool> is_stopping_ = false;
    std::vector<std::thread> threads_;
};

} // namespace jobs
