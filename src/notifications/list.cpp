#include "notifications/list.h"

#include "notifications/grouping.h"
#include "notifications/requests.h"
#include "notifications/walk.h"

namespace notifications {

std::vector<Row> page_of(db::Tx& tx, AccountId reader, const Filter& filter, const http::Page& page) {
    return walk(tx, reader, filter, {}, page);
}

std::optional<Row> find(db::Tx& tx, AccountId reader, NotificationId id) {
    static const std::string sql =
        "select " + std::string(kRowColumns) + " from notifications n where n.id = $1 and n.account_id = $2";
    auto rows = tx.query(sql, {id, reader});
    if (!rows.next()) return std::nullopt;
    return read_row(rows);
}

int count_unread(db::Tx& tx, AccountId reader, const Filter& filter, int limit) {
    const http::Page page{.since_id = last_read(tx, reader), .limit = limit};
    return static_cast<int>(page_of(tx, reader, filter, page).size());
}

std::int64_t last_read(db::Tx& tx, AccountId reader) {
    return tx
        .query_integer("select last_read_id from markers where account_id = $1 and timeline = 'notifications'",
                       {reader})
        .value_or(0);
}

bool dismiss(db::Tx& tx, AccountId reader, NotificationId id) {
    lock_groups(tx, reader);
    std::vector<std::string> keys;
    {
        auto rows =
            tx.query("delete from notifications where id = $1 and account_id = $2 returning group_key", {id, reader});
        if (!rows.next()) return false;
        if (!rows.is_null(0)) keys.push_back(rows.string(0));
    }
    mend_groups(tx, reader, keys);
    return true;
}

void clear(db::Tx& tx, AccountId reader) {
    lock_groups(tx, reader);
    tx.exec("delete from notifications where account_id = $1", {reader});
    forget_requests(tx, reader);
}

} // namespace notifications
