#include "notifications/list.h"

#include "timelines/paging.h"

namespace notifications {

namespace {

// $4 is the reader, $5 the time, $6 the types not wanted, $7 the only sender or 0; $8, in the second text, the types
// wanted.
const std::string kFrom = R"( from notifications n
        where n.account_id = $4
          and (cast($7 as bigint) = 0 or n.from_account_id = $7)
          and n.from_account_id not in (
              select target_account_id from blocks where account_id = $4
              union all select target_account_id from mutes
                        where account_id = $4 and hides_notifications and (expires_at is null or expires_at > $5))
          and not exists (select 1 from accounts a where a.id = n.from_account_id and a.suspended_at is not null)
          and n.type not in (select value from texts($6)))";

const timelines::PagedSql& list_sql(bool is_of_types) {
    static const std::string kSelect = "select n.id, n.type, n.from_account_id, n.status_id, n.created_at" + kFrom;
    static const timelines::PagedSql kAll(kSelect, "n.id");
    static const timelines::PagedSql kOfTypes(kSelect + " and n.type in (select value from texts($8))", "n.id");
    return is_of_types ? kOfTypes : kAll;
}

Row read(const db::Rows& rows) {
    return {.id = rows.id<NotificationId>(0),
            .type = rows.string(1),
            .from = rows.id<AccountId>(2),
            .status = rows.is_null(3) ? std::nullopt : std::optional<StatusId>(rows.id<StatusId>(3)),
            .created_at = rows.time(4)};
}

std::int64_t last_read(db::Tx& tx, AccountId reader) {
    return tx
        .query_integer("select last_read_id from markers where account_id = $1 and timeline = 'notifications'",
                       {reader})
        .value_or(0);
}

} // namespace

std::vector<Row> page_of(db::Tx& tx, AccountId reader, const Filter& filter, const http::Page& page) {
    std::vector<Row> found;
    const std::string& sql = list_sql(!filter.types.empty()).for_page(page);
    const std::int64_t lower = page.lower();
    auto rows =
        filter.types.empty()
            ? tx.query(sql, {page.max_id, lower, page.limit, reader, tx.now(), filter.exclude_types, filter.from})
            : tx.query(sql, {page.max_id, lower, page.limit, reader, tx.now(), filter.exclude_types, filter.from,
                             filter.types});
    while (rows.next()) found.push_back(read(rows));
    return timelines::in_page_order(std::move(found), page);
}

std::optional<Row> find(db::Tx& tx, AccountId reader, NotificationId id) {
    auto rows = tx.query(R"(
        select id, type, from_account_id, status_id, created_at from notifications
        where id = $1 and account_id = $2)", {id, reader});
    if (!rows.next()) return std::nullopt;
    return read(rows);
}

int count_unread(db::Tx& tx, AccountId reader, const Filter& filter, int limit) {
    const http::Page page{.since_id = last_read(tx, reader), .limit = limit};
    return static_cast<int>(page_of(tx, reader, filter, page).size());
}

void dismiss(db::Tx& tx, AccountId reader, NotificationId id) {
    tx.exec("delete from notifications where id = $1 and account_id = $2", {id, reader});
}

void clear(db::Tx& tx, AccountId reader) { tx.exec("delete from notifications where account_id = $1", {reader}); }

} // namespace notifications
