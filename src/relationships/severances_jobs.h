#pragma once

#include "db/db.h"
#include "jobs/jobs.h"

namespace relationships {

// The job "tell_severed": see tell_severed_later. A batch a run.
void tell_severed_job(const jobs::Arguments& arguments, db::Tx& tx);

} // namespace relationships
