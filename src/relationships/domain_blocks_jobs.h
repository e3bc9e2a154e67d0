#pragma once

#include "db/db.h"
#include "jobs/jobs.h"

namespace relationships {

// The job "part_from_domain" {account_id, domain}: goes on where block_domain stopped. A batch a run; nothing when the
// block has been taken back.
void part_from_domain_job(const jobs::Arguments& arguments, db::Tx& tx);

} // namespace relationships
