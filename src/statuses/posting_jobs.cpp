#include "statuses/posting_jobs.h"

namespace statuses {

namespace {

constexpr int kBatch = 1000;

// Well beyond the hour in which a key means something.
constexpr std::chrono::hours kKeptFor{24};

} // namespace

void delete_idempotency_keys(const jobs::Arguments&, db::Tx& tx) {
    const auto deleted = tx.exec(R"(
        delete from idempotency_keys where (account_id, key) in (
            select account_id, key from idempotency_keys where created_at < $1 order by created_at limit $2))", {tx.now() - kKeptFor, kBatch});
    if (deleted == kBatch) jobs::enqueue(tx, "delete_idempotency_keys");
}

} // namespace statuses
