#include "notifications/requests.h"

#include "conversations/conversations.h"

#include "base/events.h"
#include "notifications/channel.h"
#include "timelines/paging.h"

#include <memory>
#include <string>

namespace notifications {

namespace {

// Of the pair that `r` names. All that counts beyond a hundred is "many".
constexpr std::string_view kCount = R"((select count(*) from (
    select 1 from notifications n
    where n.account_id = r.account_id and n.from_account_id = r.from_account_id and n.is_filtered and n.type = 'mention'
    limit 100) many))";
constexpr std::string_view kLastStatus = R"((
    select n.status_id from notifications n
    where n.account_id = r.account_id and n.from_account_id = r.from_account_id and n.is_filtered and n.type = 'mention'
    order by n.id desc limit 1))";
// $4 is the reader. Their statuses may have been deleted since.
constexpr std::string_view kWhere = R"(
    where r.account_id = $4
      and not exists (select 1 from accounts a where a.id = r.from_account_id and a.suspended_at is not null)
      and exists (select 1 from notifications n
                  where n.account_id = r.account_id and n.from_account_id = r.from_account_id and n.is_filtered
                    and n.type = 'mention'))";

std::string select_requests() {
    return "select r.id, r.from_account_id, r.created_at, r.updated_at, " + std::string(kCount) + ", "
           + std::string(kLastStatus) + " from notification_requests r" + std::string(kWhere);
}

Asking read(const db::Rows& rows) {
    return {.id = rows.id<RequestId>(0),
            .from = rows.id<AccountId>(1),
            .created_at = rows.time(2),
            .updated_at = rows.time(3),
            .count = rows.integer(4),
            .last_status = rows.id<StatusId>(5)};
}

// Whose they are, and they are no more.
std::vector<AccountId> take(db::Tx& tx, AccountId reader, std::span<const RequestId> ids) {
    return tx.query_ids<AccountId>(R"(
        delete from notification_requests where account_id = $1 and id in (select value from ids($2))
        returning from_account_id)", {reader, ids});
}

void permit(db::Tx& tx, AccountId reader, const std::vector<AccountId>& people) {
    for (const AccountId from : people) {
        tx.exec(R"(
            insert into notification_permissions (account_id, from_account_id) values ($1, $2)
            on conflict (account_id, from_account_id) do nothing)", {reader, from});
    }
}

void announce_merge(db::Tx& tx, AccountId reader) {
    static const auto kPayload = std::make_shared<const std::string>("1");
    tx.publish({.channel = channel_of(reader), .event = "notifications_merged", .payload = kPayload});
}

} // namespace

void ask(db::Tx& tx, AccountId reader, AccountId from) { tx.exec(R"(
        insert into notification_requests (id, account_id, from_account_id, created_at, updated_at)
        values ($1, $2, $3, $4, $4)
        on conflict (account_id, from_account_id) do update set updated_at = excluded.updated_at)", {tx.new_id(), reader, from, tx.now()}); }

std::vector<Asking> page_of_requests(db::Tx& tx, AccountId reader, const http::Page& page) {
    static const timelines::PagedSql kSql(select_requests(), "r.id");
    std::vector<Asking> found;
    auto rows = tx.query(kSql.for_page(page), {page.max_id, page.lower(), page.limit, reader});
    while (rows.next()) found.push_back(read(rows));
    return timelines::in_page_order(std::move(found), page);
}

std::optional<Asking> find_request(db::Tx& tx, AccountId reader, RequestId id) {
    static const std::string kSql = select_requests() + " and r.id = $1";
    auto rows = tx.query(kSql, {id, 0, 0, reader});
    return rows.next() ? std::optional(read(rows)) : std::nullopt;
}

std::int64_t accept_requests(db::Tx& tx, AccountId reader, std::span<const RequestId> ids) {
    const auto people = take(tx, reader, ids);
    if (people.empty()) return 0;
    permit(tx, reader, people);
    tx.exec(R"(
        update notifications set is_filtered = false
        where account_id = $1 and from_account_id in (select value from ids($2)) and is_filtered)", {reader, people});
    conversations::add_held_back(tx, reader, people);
    announce_merge(tx, reader);
    return static_cast<std::int64_t>(people.size());
}

std::int64_t dismiss_requests(db::Tx& tx, AccountId reader, std::span<const RequestId> ids) {
    const auto people = take(tx, reader, ids);
    tx.exec(R"(
        delete from notifications
        where account_id = $1 and from_account_id in (select value from ids($2)) and is_filtered)", {reader, people});
    return static_cast<std::int64_t>(people.size());
}

void forget_request(db::Tx& tx, AccountId reader, AccountId from) {
    tx.exec("delete from notification_requests where account_id = $1 and from_account_id = $2", {reader, from});
    tx.exec("delete from notification_permissions where account_id = $1 and from_account_id = $2", {reader, from});
}

void forget_requests(db::Tx& tx, AccountId reader) {
    tx.exec("delete from notification_requests where account_id = $1", {reader});
}

Pending pending_of(db::Tx& tx, AccountId reader) {
    static const std::string kSql = "select count(*), cast(coalesce(sum(pending.count), 0) as bigint) from (select "
                                    + std::string(kCount) + " as count from notification_requests r"
                                    + std::string(kWhere) + " order by r.id desc limit $1) pending";
    auto rows = tx.query(kSql, {100, 0, 0, reader});
    if (!rows.next()) return {};
    return {.requests = rows.integer(0), .notifications = rows.integer(1)};
}

} // namespace notifications
