#pragma once

#include "jobs/jobs.h"

namespace trends {

void refresh_trends(const jobs::Arguments& arguments, db::Tx& tx);

} // namespace trends
