#pragma once

#include "jobs/jobs.h"

namespace instance {

// Tells open streams that an announcement is shown from now on, or no more.
void publish_announcement(const jobs::Arguments& arguments, db::Tx& tx);
void withdraw_announcement(const jobs::Arguments& arguments, db::Tx& tx);

} // namespace instance
