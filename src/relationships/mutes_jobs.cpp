#include "relationships/mutes_jobs.h"

#include "relationships/mutes.h"

namespace relationships {

namespace {

// So many in one transaction that others wait little for their turn to write.
constexpr int kBatch = 500;

} // namespace

void expire_mutes(const jobs::Arguments&, db::Tx& tx) {
    if (delete_expired_mutes(tx, kBatch) == kBatch) jobs::enqueue(tx, "expire_mutes");
}

} // namespace relationships
