#pragma once

#include "db/db.h"
#include "jobs/jobs.h"

namespace search {

// The scheduled job "find_most_followed".
void find_most_followed_job(const jobs::Arguments& arguments, db::Tx& tx);

} // namespace search
