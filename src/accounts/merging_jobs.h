#pragma once

#include "db/db.h"
#include "jobs/jobs.h"

namespace accounts {

// The job "merge_account" {"from", "to"}: somebody's handle is somebody else's now. They are one when they sign with
// one key; or when the address of the first leads to the second, or to nobody (404, 410) on the server of the second.
// Then what the first had is the second's, and the first goes. Else the first is called what its own server says.
void merge_account(const jobs::Arguments& arguments, db::Database& database);

} // namespace accounts
