#include "notifications/notifications.h"

#include "notifications/channel.h"
#include "notifications/grouping.h"
#include "notifications/notification_json.h"
#include "notifications/requests.h"
#include "notifications/senders.h"

#include <memory>

namespace notifications {

namespace {

std::optional<StatusId> status_of(const Notice& notice) {
    return notice.status ? std::optional<StatusId>(notice.status) : std::nullopt;
}

std::optional<std::int64_t> report_of(const Notice& notice) {
    return notice.report != 0 ? std::optional<std::int64_t>(notice.report) : std::nullopt;
}

std::optional<collections::CollectionId> collection_of(const Notice& notice) {
    return notice.collection ? std::optional(notice.collection) : std::nullopt;
}

// What was told before is told anew.
bool is_repeated(Kind kind) {
    return kind == Kind::Update || kind == Kind::QuotedUpdate || kind == Kind::CollectionUpdate;
}

std::optional<relationships::SeveranceId> severance_of(const Notice& notice) {
    return notice.severance ? std::optional(notice.severance) : std::nullopt;
}

// What is filtered is in no group, also when it is let through later.
NotificationId insert(db::Tx& tx, const Notice& notice, const std::optional<Head>& newest_head, bool is_filtered) {
    const auto id = tx.new_id<NotificationId>();
    const Place place = is_filtered ? Place{} : take_place(tx, notice.kind, notice.status, newest_head, id);
    tx.exec(R"(
        insert into notifications (id, account_id, type, from_account_id, status_id, report_id, severance_id,
                                   group_key, is_group_head, group_size, is_filtered, created_at, collection_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13))",
            {id, notice.to, to_string(notice.kind), notice.from, status_of(notice), report_of(notice),
             severance_of(notice), place.key, place.is_head, place.size, is_filtered, tx.now(), collection_of(notice)});
    return id;
}

void publish(db::Tx& tx, AccountId to, NotificationId id) {
    const std::string channel = channel_of(to);
    if (!tx.context().events.has_listeners(channel)) return;
    accounts::Account reader;
    reader.id = to;
    auto payload = std::make_shared<std::string>();
    json::Writer out(*payload);
    if (write_notification(out, tx, id, reader)) {
        tx.publish({.channel = channel, .event = "notification", .payload = payload});
    }
}

std::vector<std::string> group_keys(db::Rows rows) {
    std::vector<std::string> keys;
    while (rows.next()) {
        if (!rows.is_null(0)) keys.push_back(rows.string(0));
    }
    return keys;
}

} // namespace

void notify(db::Tx& tx, const Notice& notice) {
    if (is_groupable(notice.kind)) lock_groups(tx, notice.to);
    const auto sender = find_sender(tx, notice);
    if (!sender) return;
    if (is_repeated(notice.kind)) {
        withdraw(tx, notice);
    } else if (sender->has_told) {
        return;
    }
    const Action action = decide(tx, notice, *sender);
    if (action == Action::Drop) return;
    const auto id = insert(tx, notice, sender->newest_head, action == Action::Filter);
    if (action == Action::Accept) {
        publish(tx, notice.to, id);
    } else if (notice.kind == Kind::Mention) {
        ask(tx, notice.to, notice.from);
    }
}

void notify_staff(db::Tx& tx, Notice notice) {
    for (const auto reader :
         tx.query_ids<AccountId>("select account_id from users where role <> 'user' order by account_id")) {
        notice.to = reader;
        notify(tx, notice);
    }
}

void withdraw(db::Tx& tx, const Notice& notice) {
    static const std::string kSql = "delete from notifications as n where " + std::string(kSameNotice);
    static const std::string kAboutStatus = kSql + " and n.status_id = $4 returning group_key";
    static const std::string kAboutNone =
        kSql + " and n.status_id is null and coalesce(n.collection_id, 0) = $4 returning group_key";
    if (is_groupable(notice.kind)) lock_groups(tx, notice.to);
    const auto kind = to_string(notice.kind);
    const auto keys = notice.status
                          ? group_keys(tx.query(kAboutStatus, {notice.to, notice.from, kind, notice.status}))
                          : group_keys(tx.query(kAboutNone, {notice.to, notice.from, kind, notice.collection}));
    mend_groups(tx, notice.to, keys);
}

void forget(db::Tx& tx, AccountId to, AccountId from) {
    lock_groups(tx, to);
    const auto keys = group_keys(tx.query(
        "delete from notifications where from_account_id = $1 and account_id = $2 returning group_key", {from, to}));
    mend_groups(tx, to, keys);
    forget_request(tx, to, from);
}

void forget_domain(db::Tx& tx, AccountId to, std::string_view domain) {
    lock_groups(tx, to);
    const auto keys = group_keys(tx.query(R"(
        delete from notifications
        where account_id = $1 and exists (select 1 from accounts a
                                          where a.id = notifications.from_account_id and a.domain = $2)
        returning group_key)", {to, domain}));
    mend_groups(tx, to, keys);
}

} // namespace notifications
