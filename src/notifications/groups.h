#pragma once

#include "db/db.h"
#include "http/request.h"
#include "notifications/list.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Notifications as they are told together: "carol and 11 others favourited your post". grouping.h says what goes
// together. A key names a group, or one notification ("ungrouped-34").
namespace notifications {

inline constexpr int kSampleAccounts = 8;

struct Group {
    std::string key;
    Row row;                        // What it is about; on a page, its place there.
    NotificationId newest;          // Of the whole group.
    std::int64_t size = 1;          // Of the whole group.
    std::vector<AccountId> samples; // Some of those who did it, newest first; only those whom the reader hears.
    NotificationId page_min_id;     // The oldest of the group that lies within the page; 0 when it is on none.
};

// Which groups, and which kinds are told together in them; other kinds come one by one.
struct GroupFilter {
    Filter filter;
    KindSet grouped = KindSet::groupable();
};

// Newest first, each group once, by its newest notification. Groups in which nobody is heard are left out. The number
// of queries does not depend on the number of groups, nor what they cost on their size.
std::vector<Group> page_of_groups(db::Tx& tx, AccountId reader, const GroupFilter& filter, const http::Page& page);
std::optional<Group> find_group(db::Tx& tx, AccountId reader, std::string_view key);
// What is in the group, newest first, from those whom the reader hears. Nothing for a key that there is not.
std::vector<Row> members_of(db::Tx& tx, AccountId reader, std::string_view key, const http::Page& page);

// How many groups have something newer than the reader's marker, counted up to `limit`.
int count_unread_groups(db::Tx& tx, AccountId reader, const GroupFilter& filter, int limit);

void dismiss_group(db::Tx& tx, AccountId reader, std::string_view key);

} // namespace notifications
