#pragma once

#include "jobs/jobs.h"

#include <span>

namespace app {

// Every job that can be queued, by the name that rows of the queue have: a name is never given another meaning.
std::span<const jobs::Kind> job_kinds();

// What happens every so often.
std::span<const jobs::Scheduled> job_schedule();

} // namespace app
