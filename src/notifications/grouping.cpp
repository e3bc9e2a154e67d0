#include "notifications/grouping.h"

#include <charconv>

namespace notifications {

namespace {

std::int64_t hours_of(base::Time time) {
    return std::chrono::duration_cast<std::chrono::hours>(time.time_since_epoch()).count();
}

// "favourite-12-", "follow-": keys are this and the hour in which the group began.
std::string prefix_of(Kind kind, StatusId status) {
    std::string prefix(to_string(kind));
    if (status) prefix.append("-").append(std::to_string(status.value));
    return prefix + "-";
}

struct Head {
    NotificationId id;
    std::string key;
    std::int64_t size;
};

// Of the newest group with this prefix. Hours have as many digits for another eighty years, so they sort as text.
std::optional<Head> newest_head(db::Tx& tx, AccountId reader, const std::string& prefix) {
    std::string end = prefix;
    ++end.back();
    auto rows = tx.query(R"(
        select id, group_key, group_size from notifications
        where account_id = $1 and group_key is not null and group_key > $2 and group_key < $3
        order by group_key desc, id desc limit 1)", {reader, prefix, end});
    if (!rows.next()) return std::nullopt;
    return Head{.id = rows.id<NotificationId>(0), .key = rows.string(1), .size = rows.integer(2)};
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
    tx.query_integer("select id from users where account_id = $1 /*for_update*/", {reader});
}

Place take_place(db::Tx& tx, AccountId reader, Kind kind, StatusId status, NotificationId id) {
    if (!is_groupable(kind)) return {};
    lock_groups(tx, reader);
    const std::string prefix = prefix_of(kind, status);
    const auto hour = hours_of(tx.now());
    const auto head = newest_head(tx, reader, prefix);
    if (head && takes_more(*head, prefix, hour)) return join(tx, *head, id);
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
