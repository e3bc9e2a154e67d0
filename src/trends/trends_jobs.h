#pragma once

#include "db/db.h"
#include "jobs/jobs.h"

namespace trends {

// Looks while others may write.
void refresh_trends(const jobs::Arguments& arguments, db::Database& database);

} // namespace trends
