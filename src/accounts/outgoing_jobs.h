#pragma once

#include "jobs/jobs.h"

namespace accounts {

// Update with the actor as it is now.
void send_profile_job(const jobs::Arguments& arguments, db::Tx& tx);

// Delete of {"account_id"}, to the next of all known inboxes {"after"} one.
void tell_of_leaving(const jobs::Arguments& arguments, db::Tx& tx);
// {"account_id"} has left, and signs nothing any more.
void forget_key(const jobs::Arguments& arguments, db::Tx& tx);

} // namespace accounts
