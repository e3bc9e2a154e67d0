#pragma once

#include "db/db.h"
#include "jobs/jobs.h"

namespace collections {

// The job "delete_ended_items": what was rejected or revoked a day ago. From then on the person may be asked again.
void delete_ended_items(const jobs::Arguments& arguments, db::Tx& tx);

} // namespace collections
