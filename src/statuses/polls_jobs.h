#pragma once

#include "jobs/jobs.h"

namespace statuses {

// When a poll has ended: its author and those who voted are told, once, and the servers that have it.
void close_poll(const jobs::Arguments& arguments, db::Tx& tx);

// The servers that have one of our polls get its counts.
void send_tally_job(const jobs::Arguments& arguments, db::Tx& tx);

} // namespace statuses
