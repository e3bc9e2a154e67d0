#pragma once

#include "db/db.h"
#include "jobs/jobs.h"

namespace jobs {

// The scheduled job "delete_dead_jobs": what was given up is kept for three months. A batch a run.
void delete_dead_jobs(const Arguments& arguments, db::Tx& tx);
// The scheduled job "forget_row_changes": db/remembering.h.
void forget_row_changes(const Arguments& arguments, db::Tx& tx);

} // namespace jobs
