#include "tags/tags_jobs.h"

#include "tags/history.h"

namespace tags {

namespace {

// So many in one transaction that others wait little for their turn to write.
constexpr int kBatch = 2000;

} // namespace

void delete_tag_history(const jobs::Arguments&, db::Tx& tx) {
    if (delete_old_history(tx, kBatch)) jobs::enqueue(tx, "delete_tag_history");
}

} // namespace tags
