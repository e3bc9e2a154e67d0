#pragma once

#include "db/db.h"
#include "jobs/jobs.h"

#include <chrono>
#include <cstdint>
#include <string_view>

namespace instance {

// How much there is. Counting takes time in proportion to the number of our people and known servers, so it is done by
// a scheduled job and kept in `settings`.
struct Counts {
    std::int64_t users = 0;           // Who may sign in.
    std::int64_t statuses = 0;        // Theirs.
    std::int64_t domains = 0;         // Other servers that we know somebody of.
    std::int64_t active_month = 0;    // Users who were here in the last four weeks,
    std::int64_t active_halfyear = 0; // and in the last 24.
};

inline constexpr std::chrono::minutes kCountEvery{5};

// As of the last count; counted now if there was none yet.
Counts counts(db::Tx& tx);
// What `settings` has of them.
Counts read_counts(std::string_view json);

// The scheduled job "count_site".
void count_site(const jobs::Arguments& arguments, db::Tx& tx);

} // namespace instance
