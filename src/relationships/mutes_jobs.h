#pragma once

#include "db/db.h"
#include "jobs/jobs.h"

namespace relationships {

// The scheduled job "expire_mutes": ends mutes that have run out, a batch a run.
void expire_mutes(const jobs::Arguments& arguments, db::Tx& tx);

} // namespace relationships
