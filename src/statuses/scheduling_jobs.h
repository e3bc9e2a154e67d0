#pragma once

#include "jobs/jobs.h"

namespace statuses {

// At the time of a scheduled status.
void publish_scheduled_status(const jobs::Arguments& arguments, db::Tx& tx);

} // namespace statuses
