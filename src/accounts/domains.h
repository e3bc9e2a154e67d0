#pragma once

#include "db/db.h"

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace accounts {

struct DomainFilter {
    std::string_view begins_with = {};
    std::string_view is_below = {}; // "remote.test" for "a.remote.test" and its like.
    std::int64_t limit = std::numeric_limits<std::int64_t>::max();
};
// The domains of the servers that we know somebody of, by name. From one domain to the next, not over every account.
std::vector<std::string> domains(db::Tx& tx, const DomainFilter& filter);

} // namespace accounts
