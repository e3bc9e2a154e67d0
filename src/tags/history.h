#pragma once

#include "accounts/account.h"
#include "base/clock.h"
#include "base/ids.h"
#include "db/db.h"

#include <array>
#include <cstdint>
#include <span>
#include <unordered_map>

// How much a hashtag is used: a row for each tag and day, so that reading costs the same for the busiest tag.
namespace tags {

inline constexpr int kHistoryDays = 7;

struct Day {
    std::int64_t number = 0; // From 1970, in UTC.
    std::int64_t uses = 0;
    std::int64_t accounts = 0;
};
using History = std::array<Day, kHistoryDays>; // Today first.

// Days on which nothing happened.
History empty_history(base::Time now);
// Of each of `tags`, in one query.
std::unordered_map<TagId, History> histories(db::Tx& tx, std::span<const TagId> tags);

// A public status by somebody who is not limited uses its tags today.
void count_uses(db::Tx& tx, StatusId status, AccountId author);

// Deletes what nobody asks for any more, about `limit` rows. Returns whether there may be more.
bool delete_old_history(db::Tx& tx, int limit);

} // namespace tags
