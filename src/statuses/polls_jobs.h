#pragma once

#include "jobs/jobs.h"

namespace statuses {

// When a poll has ended: its author and those who voted are told, once.
void close_poll(const jobs::Arguments& arguments, db::Tx& tx);

} // namespace statuses
