#pragma once

#include "db/db.h"
#include "jobs/jobs.h"

namespace relationships {

// The job "follow_moved" {"from", "to"}: those of us who follow an account that has moved follow the new one in its
// place, as they followed the old one; who blocks or mutes it does the same to the new one. A batch a run.
void follow_moved(const jobs::Arguments& arguments, db::Tx& tx);

} // namespace relationships
