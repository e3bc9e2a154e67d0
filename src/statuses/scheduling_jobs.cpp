#include "statuses/scheduling_jobs.h"

#include "statuses/scheduling.h"

namespace statuses {

void publish_scheduled_status(const jobs::Arguments& arguments, db::Tx& tx) {
    publish_scheduled(tx, arguments.id<ScheduledStatusId>("scheduled_status_id"));
}

} // namespace statuses
