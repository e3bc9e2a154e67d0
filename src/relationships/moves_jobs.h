#pragma once

#include "db/db.h"
#include "jobs/jobs.h"

namespace relationships {

// The job "follow_moved" {"from", "to"}: those of us who follow an account that has moved follow the new one in its
// place, as they followed the old one; who blocks or mutes it does the same to the new one. A batch a run.
void follow_moved(const jobs::Arguments& arguments, db::Tx& tx);

// The job "find_moved_to" {"account_id", "target", "takes_followers"}: somebody elsewhere has said that they are
// `target` now, whom nobody here knows yet, or knows to be the same. Where `target` says so as well, the profile shows
// it; and takes its followers along when it was a Move.
void find_moved_to(const jobs::Arguments& arguments, db::Database& database);

} // namespace relationships
