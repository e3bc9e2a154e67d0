#include "jobs/cleanup_jobs.h"

#include "jobs/queue.h"

namespace jobs {
namespace {

constexpr int kBatch = 1000;
constexpr std::chrono::days kKeptFor{90};

} // namespace

void delete_dead_jobs(const Arguments&, db::Tx& tx) {
    if (delete_dead(tx, tx.now() - kKeptFor, kBatch) == kBatch) enqueue(tx, "delete_dead_jobs");
}

} // namespace jobs
