#pragma once

#include "db/db.h"
#include "jobs/jobs.h"

namespace accounts {

// The job "verify_fields" {"account_id"}: whether the pages that one of our people names in their profile link back to
// it with rel="me". What was verified stays so as long as the field says the same.
void verify_fields(const jobs::Arguments& arguments, db::Database& database);

} // namespace accounts
