#include "federation/received_jobs.h"

namespace federation {

namespace {

constexpr int kBatch = 5000;
constexpr std::chrono::hours kRequestsKept{48};
constexpr std::chrono::hours kTombstonesKept{30 * 24};

} // namespace

void delete_received_marks(const jobs::Arguments&, db::Tx& tx) {
    const auto requests = tx.exec(R"(
        delete from seen_activities where uri in (
            select uri from seen_activities where seen_at < $1 order by seen_at limit $2))", {tx.now() - kRequestsKept, kBatch});
    const auto tombstones =
        tx.exec(R"(
        delete from tombstones where (uri, buried_by) in (
            select uri, buried_by from tombstones where deleted_at < $1 order by deleted_at limit $2))", {tx.now() - kTombstonesKept, kBatch});
    if (requests == kBatch || tombstones == kBatch) jobs::enqueue(tx, "delete_received_marks");
}

} // namespace federation
