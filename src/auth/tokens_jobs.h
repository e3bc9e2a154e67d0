#pragma once

#include "db/db.h"
#include "jobs/jobs.h"

namespace auth {

// The job "cut_streams" of the account "account_id", whose tokens were revoked by another process.
void cut_streams(const jobs::Arguments& arguments, db::Tx& tx);

} // namespace auth
