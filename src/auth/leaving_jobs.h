#pragma once

#include "jobs/jobs.h"

namespace auth {

// The job "delete_left_account" {"account_id"}: what one of ours who has left had here. A batch a run.
void delete_left_account(const jobs::Arguments& arguments, db::Tx& tx);

} // namespace auth
