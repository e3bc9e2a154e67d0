#include "collections/cleanup_jobs.h"

#include <chrono>

namespace collections {

void delete_ended_items(const jobs::Arguments&, db::Tx& tx) {
    constexpr std::chrono::hours kKeptEnded{24};
    tx.exec("delete from collection_items where state >= 2 and changed_at < $1", {tx.now() - kKeptEnded});
}

} // namespace collections
