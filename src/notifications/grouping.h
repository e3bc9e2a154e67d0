#pragma once

#include "base/ids.h"
#include "db/db.h"
#include "notifications/kinds.h"

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

// Which notifications are told as one, and how their rows say so. A group has a key; its newest row is its head, which
// knows how many there are, so that a page of groups is a walk over heads, however large the groups.
namespace notifications {

// So long after its first a group takes more.
inline constexpr std::chrono::hours kGroupSpan{12};

// Everything that changes which rows a group has begins with this: one at a time for each reader.
void lock_groups(db::Tx& tx, AccountId reader);

// The place of a new row in its group.
struct Place {
    std::optional<std::string> key; // None: on its own.
    bool is_head = true;
    std::int64_t size = 1; // For the head.
};
// Takes the place of row `id`, which is inserted next. Favourites and boosts go together by their status, follows and
// sign-ups by their kind; other kinds are on their own. Locks the reader's groups when there is something to group.
// Effects: the head before is head no longer.
Place take_place(db::Tx& tx, AccountId reader, Kind kind, StatusId status, NotificationId id);

// After rows were deleted from these groups: gives each that is left a head with the right size.
void mend_groups(db::Tx& tx, AccountId reader, std::span<const std::string> keys);

} // namespace notifications
