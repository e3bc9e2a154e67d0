#pragma once

#include "base/clock.h"
#include "db/db.h"
#include "jobs/jobs.h"

#include <span>

namespace jobs {

// Queues what the schedule has due, once for all nodes that call this, and never beside itself: while one run waits, no
// other is queued. A row that is new is due for the first time after its interval. Returns when to call again.
base::Time queue_scheduled(db::Tx& tx, std::span<const Scheduled> schedule);

} // namespace jobs
