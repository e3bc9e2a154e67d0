#include "notifications/grouping.h"

#include <charconv>

namespace notifications {

namespace {

std::int64_t hours_of(base::Time time) {
    return std::chrono::duration_cast<std::chrono::hours>(time.time_since_epoch()).count();
}

// "favourite-12-", "follow-": keys are this and the hour in which the group began. Hours have as many digits for
// another eighty years, so they sort as text.
std::string prefix_of(Kind kind, StatusId status) {
    std::string prefix(to_string(kind));
    if (status) prefix.append("-").append(std::to_string(status.value));
    return prefix + "-";
}

bool takes_more(const Head& head, const std::string& prefix, std::int64_t hour) {
    std::int64_t began = 0;
    std::from_chars(head.key.data() + prefix.size(), head.key.data() + head.key.size(), began);
    return hour < began + kGroupSpan.count();
}

// Rows of one moment come in any order when several processes write them, and the newest is the head.
Place join(db::Tx& tx, const Head& head, NotificationId id) {
    if (id < head.id) {
        tx.exec("update notifications set group_size = group_size + 1 where id = $1", {head.id});
        return {.key = head.key, .is_head = false, .size = 1};
    }
    tx.exec("update notifications set is_group_head = false where id = $1", {head.id});
    return {.key = head.key, .is_head = true, .size = head.size + 1};
}

} // namespace

void lock_groups(db::Tx& tx, AccountId reader) {
    tx.exec("select id from users where account_id = $1 /*for_update*/", {reader});
}

KeyRange key_range_of(Kind kind, StatusId status) {
    if (!is_groupable(kind)) return {};
    KeyRange range;
    range.begin = range.end = prefix_of(kind, status);
    ++range.end.back();
    return range;
}

std::optional<Head> read_head(const db::Rows& rows, int column) {
    if (rows.is_null(column)) return std::nullopt;
    return Head{
        .id = rows.id<NotificationId>(column), .key = rows.string(column + 1), .size = rows.integer(column + 2)};
}

Place take_place(db::Tx& tx, Kind kind, StatusId status, const std::optional<Head>& newest, NotificationId id) {
    if (!is_groupable(kind)) return {};
    const std::string prefix = prefix_of(kind, status);
    const auto hour = hours_of(tx.now());
    if (newest && takes_more(*newest, prefix, hour)) return join(tx, *newest, id);
    return {.key = prefix + std::to_string(hour)};
}

void mend_groups(db::Tx& tx, AccountId reader, std::span<const std::string> keys) {
    if (keys.empty()) return;
    tx.exec(R"(
        update notifications
        set is_group_head = true,
            group_size = (select count(*) from notifications m
                          where m.account_id = $1 and m.group_key = notifications.group_key)
        where id in (select (select m.id from notifications m
                             where m.account_id = $1 and m.group_key = k.value order by m.id desc limit 1)
                     from texts($2) k))", {reader, keys});
}

} // namespace notifications
