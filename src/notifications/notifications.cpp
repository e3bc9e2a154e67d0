#include "notifications/notifications.h"

#include "notifications/channel.h"
#include "notifications/grouping.h"
#include "notifications/notification_json.h"
#include "notifications/policy.h"
#include "notifications/requests.h"

#include <memory>

namespace notifications {

namespace {

// The end of one's own poll, and what nobody did.
bool is_news_of_oneself(Kind kind) { return kind == Kind::Poll || kind == Kind::SeveredRelationships; }

// Whether `to` is one of ours who wants to hear of `from`.
bool wants(db::Tx& tx, const Notice& notice) {
    if (notice.to == notice.from && !is_news_of_oneself(notice.kind)) return false;
    return tx.query_integer(R"(
        select 1 from users u
        where u.account_id = $1
          and not exists (select 1 from blocks b where b.account_id = $1 and b.target_account_id = $2)
          and not exists (select 1 from blocks b where b.account_id = $2 and b.target_account_id = $1)
          and not exists (select 1 from account_domain_blocks d join accounts a on a.domain = d.domain
                          where d.account_id = $1 and a.id = $2)
          and not exists (select 1 from mutes m where m.account_id = $1 and m.target_account_id = $2
                          and m.hides_notifications and (m.expires_at is null or m.expires_at > $3))
          and not exists (select 1 from statuses s join conversation_mutes m on m.conversation_id = s.conversation_id
                          where s.id = $4 and m.account_id = $1))", {notice.to, notice.from, tx.now(), notice.status}).has_value();
}

bool was_told(db::Tx& tx, const Notice& notice) {
    return tx
        .query_integer(R"(
        select 1 from notifications
        where from_account_id = $1 and account_id = $2 and type = $3
          and coalesce(status_id, 0) = $4 and coalesce(report_id, 0) = $5
          and coalesce(severance_id, 0) = $6 limit 1)",
                       {notice.from, notice.to, to_string(notice.kind), notice.status, notice.report, notice.severance})
        .has_value();
}

std::optional<StatusId> status_of(const Notice& notice) {
    return notice.status ? std::optional<StatusId>(notice.status) : std::nullopt;
}

std::optional<std::int64_t> report_of(const Notice& notice) {
    return notice.report != 0 ? std::optional<std::int64_t>(notice.report) : std::nullopt;
}

std::optional<relationships::SeveranceId> severance_of(const Notice& notice) {
    return notice.severance ? std::optional(notice.severance) : std::nullopt;
}

// What is filtered is in no group, also when it is let through later.
NotificationId insert(db::Tx& tx, const Notice& notice, bool is_filtered) {
    const auto id = tx.new_id<NotificationId>();
    const Place place = is_filtered ? Place{} : take_place(tx, notice.to, notice.kind, notice.status, id);
    tx.exec(R"(
        insert into notifications (id, account_id, type, from_account_id, status_id, report_id, severance_id,
                                   group_key, is_group_head, group_size, is_filtered, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12))", {id, notice.to, to_string(notice.kind), notice.from, status_of(notice), report_of(notice),
                       severance_of(notice), place.key, place.is_head, place.size, is_filtered, tx.now()});
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
    if (!wants(tx, notice)) return;
    if (notice.kind == Kind::Update || notice.kind == Kind::QuotedUpdate) {
        withdraw(tx, notice);
    } else if (was_told(tx, notice)) {
        return;
    }
    const Action action = decide(tx, notice);
    if (action == Action::Drop) return;
    const auto id = insert(tx, notice, action == Action::Filter);
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
    if (is_groupable(notice.kind)) lock_groups(tx, notice.to);
    const auto keys = group_keys(tx.query(R"(
        delete from notifications
        where from_account_id = $1 and account_id = $2 and type = $3 and coalesce(status_id, 0) = $4
        returning group_key)", {notice.from, notice.to, to_string(notice.kind), notice.status}));
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
