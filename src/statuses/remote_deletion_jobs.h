#pragma once

#include "db/db.h"
#include "jobs/jobs.h"

namespace statuses {

// The job "delete_remote_account" {"account_id"}: what an account of another server wrote, then whom it follows and who
// follows it, then the account. A batch a run.
void delete_remote_account(const jobs::Arguments& arguments, db::Tx& tx);

} // namespace statuses
