#pragma once

#include "db/db.h"
#include "jobs/jobs.h"

namespace statuses {

// The scheduled job "delete_idempotency_keys": forgets keys of posts that nobody sends again, a batch a run.
void delete_idempotency_keys(const jobs::Arguments& arguments, db::Tx& tx);

} // namespace statuses
