#pragma once

#include "db/db.h"
#include "http/request.h"
#include "notifications/list.h"

#include <string_view>
#include <vector>

// One page out of a reader's notifications, whatever is asked of it, without reading what is not on the page.
namespace notifications {

// Of `notifications n`, as read_row() takes them.
inline constexpr std::string_view kRowColumns =
    "n.id, n.type, n.from_account_id, n.status_id, n.created_at, n.group_key, n.is_filtered, n.report_id, "
    "n.severance_id, n.collection_id, case when n.is_group_head and n.group_key is not null then n.group_size else 0 end as head_size";
Row read_row(const db::Rows& rows);

// Joins for a `from`, which find one row at most: who sent `alias`, and what the reader ($4) has against them at the
// time $5. No `exists`: SQLite opens the indexes of one anew for each row.
std::string senders_of(std::string_view alias);
// The condition, on these, that it is somebody from whom the reader wants to hear.
inline constexpr std::string_view kHeard =
    "sender.suspended_at is null and sender_block.id is null and sender_mute.id is null";

// Newest first. Of the kinds in `grouped` only the head of each group, where somebody in it is heard; of other kinds
// each one from somebody who is heard. From one person (`filter.from`): each of theirs, in whatever group.
std::vector<Row> walk(db::Tx& tx, AccountId reader, const Filter& filter, KindSet grouped, const http::Page& page);

} // namespace notifications
