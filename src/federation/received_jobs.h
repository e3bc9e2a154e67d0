#pragma once

#include "db/db.h"
#include "jobs/jobs.h"

namespace federation {

// The scheduled job "delete_received_marks": which requests came is forgotten after two days, which is longer than any
// signature is good for; what was deleted elsewhere, after a month. A batch a run.
void delete_received_marks(const jobs::Arguments& arguments, db::Tx& tx);

} // namespace federation
