#pragma once

#include "db/db.h"
#include "jobs/jobs.h"

namespace relationships {

// The job "accept_follow_requests" {account_id}: who has unlocked their account accepts all who wait, but for those who
// are kept out of public places. A batch a run; nothing when it is locked again.
void accept_follow_requests(const jobs::Arguments& arguments, db::Tx& tx);

// The job "follow_again" {account_id, after}: the server of an account of elsewhere is sent the Follows of ours who
// follow it once more, above the follow `after`. Nothing changes here unless it rejects them. A batch a run.
void follow_again(const jobs::Arguments& arguments, db::Tx& tx);

} // namespace relationships
