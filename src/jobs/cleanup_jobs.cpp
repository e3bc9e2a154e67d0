#include "jobs/cleanup_jobs.h"

#include "db/remembering.h"
#include "jobs/queue.h"

namespace jobs {
namespace {

constexpr int kBatch = 1000;
constexpr std::chrono::days kKeptFor{90};

} // namespace

void delete_dead_jobs(const Arguments&, db::Tx& tx) {
    if (delete_dead(tx, tx.now() - kKeptFor, kBatch) == kBatch) enqueue(tx, "delete_dead_jobs");
}

void forget_row_changes(const Arguments&, db::Tx& tx) { db::forget_row_changes(tx); }

} // namespace jobs
