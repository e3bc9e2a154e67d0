#pragma once

#include "db/db.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

// What the whole database holds.

// "statuses.text" and the number of characters of its longest value, for each column of text that has more than
// `limit`; `limits` has those that may be longer.
std::vector<std::string> columns_beyond(db::Tx& tx, std::int64_t limit,
                                        const std::map<std::string, std::int64_t>& limits);
