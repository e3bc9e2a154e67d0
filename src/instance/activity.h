#pragma once

#include "base/json.h"
#include "db/db.h"
#include "jobs/jobs.h"

#include <chrono>

namespace instance {

inline constexpr std::chrono::hours kCountActivityEvery{1};

// What our people did in each of the last twelve weeks, this one first, as the job `count_activity` last counted it: an
// array. https://docs.joinmastodon.org/methods/instance/#activity
void write_activity(json::Writer& out, db::Tx& tx);

// Counts this week and the one before anew, and what was never counted.
void count_activity(const jobs::Arguments& arguments, db::Tx& tx);

} // namespace instance
