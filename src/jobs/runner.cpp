#include "jobs/runner.h"

#include "base/log.h"
#include "base/metrics.h"
#include "jobs/schedule.h"

#include <algorithm>

namespace jobs {
namespace {

namespace log = base::log;

// As many as a worker leases at once: one commit for all, and no more than it does well before the lease ends.
constexpr int kBatch = 8;
constexpr std::chrono::milliseconds kPoll{1000};

// Those that wait are leased one by one: nothing shall wait with them.
int batch_size(Queue queue) { return queue == Queue::Waiting ? 1 : kBatch; }

void count(std::string_view outcome_label) {
    base::metrics::counter("akebono_jobs_total", "Jobs run: done, failed (and tried again later), or dead (given up).",
                           outcome_label)
        .add();
}

} // namespace

Runner::Runner(const RunnerParts& parts)
    : parts_(parts),
      wakeup_(parts.queue == Queue::Working && parts.context.jobs_waiting ? *parts.context.jobs_waiting : own_wakeup_) {
}

Runner::~Runner() { stop(); }

void Runner::start() {
    for (int i = 0; i < parts_.threads; ++i) threads_.emplace_back([this] { work(); });
}

void Runner::stop() {
    is_stopping_ = true;
    wakeup_.ring();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
}

std::size_t Runner::run_due() {
    std::size_t count = 0;
    const std::lock_guard lock(watching_);
    run_schedule();
    for (auto batch = lease_jobs(); !batch.empty(); batch = lease_jobs()) {
        run_batch(batch);
        count += batch.size();
    }
    return count;
}

void Runner::work() {
    while (!is_stopping_) {
        try {
            run_batch(wait_for_jobs());
        } catch (const std::exception& fault) {
            log::error("the queue of jobs cannot be read", {{"error", fault.what()}});
            wakeup_.sleep(kPoll);
        }
    }
}

// Empty when it is time to stop.
std::vector<Leased> Runner::wait_for_jobs() {
    const std::lock_guard lock(watching_);
    while (!is_stopping_) {
        run_schedule();
        auto batch = lease_jobs();
        if (!batch.empty()) return batch;
        wakeup_.sleep(kPoll);
    }
    return {};
}

std::vector<Leased> Runner::lease_jobs() {
    std::vector<Leased> batch;
    bool is_due = false;
    parts_.database.read([&](db::Tx& tx) {
        const auto due = next_due(tx, parts_.queue);
        is_due = due && *due <= tx.now();
    });
    if (is_due)
        parts_.database.write([&](db::Tx& tx) { batch = lease_due(tx, batch_size(parts_.queue), parts_.queue); });
    return batch;
}

void Runner::run_schedule() {
    if (parts_.context.clock.now() < schedule_due_) return;
    parts_.database.write([&](db::Tx& tx) { schedule_due_ = queue_scheduled(tx, parts_.schedule); });
}

void Runner::run_batch(const std::vector<Leased>& batch) {
    for (const auto& job : batch) {
        if (is_stopping_) {
            parts_.database.write([&](db::Tx& tx) { release(tx, job); });
        } else {
            run(job);
        }
    }
}

void Runner::run(const Leased& job) {
    const auto kind = std::ranges::find(parts_.kinds, job.name, &Kind::name);
    if (kind == parts_.kinds.end()) {
        record_failure(job, 0, "this version of the server knows no job of that name");
        return;
    }
    try {
        if (kind->alone) kind->alone(job.arguments, parts_.database);
        if (kind->before) kind->before(job.arguments, parts_.context);
        const bool is_done = parts_.database.run(db::Access::Write, [&](db::Tx& tx) {
            if (!take(tx, job)) return false;
            if (kind->run) kind->run(job.arguments, tx);
            return true;
        });
        if (is_done) count(R"(outcome="done")");
    } catch (const std::exception& fault) {
        record_failure(job, kind->attempts, fault.what());
    }
}

// In a transaction of its own: that of the job is rolled back.
void Runner::record_failure(const Leased& job, int attempts, std::string_view error) {
    bool is_dead = false;
    try {
        parts_.database.write([&](db::Tx& tx) { is_dead = fail(tx, job, attempts, error); });
    } catch (const std::exception& fault) {
        // The lease ends, and the job is tried again.
        log::error("the failure of a job cannot be recorded", {{"job", job.name}, {"error", fault.what()}});
    }
    count(is_dead ? R"(outcome="dead")" : R"(outcome="failed")");
    const auto say = is_dead ? log::error : log::warning;
    say(is_dead ? "a job is given up" : "a job failed and will be tried again",
        {{"job", job.name}, {"id", job.id.value}, {"attempt", job.attempt}, {"error", error}});
}

} // namespace jobs
