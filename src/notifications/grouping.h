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

struct Head {
    NotificationId id;
    std::string key;
    std::int64_t size;
};
// Between which keys, themselves not among them, those of the groups about this lie; both empty for kinds that are on
// their own. The last of the keys is the newest group's.
struct KeyRange {
    std::string begin, end;
};
KeyRange key_range_of(Kind kind, StatusId status);
// Joins, as `h`, the head of the newest of these groups of the reader $1; the range is in $8 and $9. As read_head()
// takes it.
inline constexpr std::string_view kJoinNewestHead = R"(
        left join notifications h on h.id = (
            select g.id from notifications g
            where g.account_id = $1 and g.group_key is not null and g.group_key > $8 and g.group_key < $9
            order by g.group_key desc, g.id desc limit 1))";
inline constexpr std::string_view kHeadColumns = "h.id, h.group_key, h.group_size";
std::optional<Head> read_head(const db::Rows& rows, int column);

// The place of a new row in its group.
struct Place {
    std::optional<std::string> key; // None: on its own.
    bool is_head = true;
    std::int64_t size = 1; // For the head.
};
// Takes the place of row `id`, which is inserted next. Favourites and boosts go together by their status, follows and
// sign-ups by their kind; other kinds are on their own. `newest` is the head of the newest group about this, read after
// lock_groups(). Effects: the head before is head no longer.
Place take_place(db::Tx& tx, Kind kind, StatusId status, const std::optional<Head>& newest, NotificationId id);

// After rows were deleted from these groups: gives each that is left a head with the right size.
void mend_groups(db::Tx& tx, AccountId reader, std::span<const std::string> keys);

} // namespace notifications
