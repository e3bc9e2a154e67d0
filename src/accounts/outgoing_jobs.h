#pragma once

#include "jobs/jobs.h"

namespace accounts {

// Update with the actor as it is now.
void send_profile_job(const jobs::Arguments& arguments, db::Tx& tx);

} // namespace accounts
