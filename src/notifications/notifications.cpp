#include "notifications/notifications.h"

#include "notifications/notification_json.h"
#include "relationships/relationships.h"

#include <array>
#include <memory>

namespace notifications {

namespace {

constexpr std::array<std::string_view, 9> kNames = {"mention",   "status", "reblog", "follow",       "follow_request",
                                                    "favourite", "poll",   "update", "admin.sign_up"};

// Whether `to` is one of ours who wants to hear of `from`.
bool wants(db::Tx& tx, const Notice& notice) {
    if (notice.to == notice.from && notice.kind != Kind::Poll) return false; // The end of one's own poll is news.
    return tx.query_integer(R"(
        select 1 from users u
        where u.account_id = $1
          and not exists (select 1 from blocks b where b.account_id = $1 and b.target_account_id = $2)
          and not exists (select 1 from blocks b where b.account_id = $2 and b.target_account_id = $1)
          and not exists (select 1 from mutes m where m.account_id = $1 and m.target_account_id = $2
                          and m.hides_notifications and (m.expires_at is null or m.expires_at > $3)))", {notice.to, notice.from, tx.now()}).has_value();
}

bool was_told(db::Tx& tx, const Notice& notice) {
    return tx.query_integer(R"(
        select 1 from notifications
        where from_account_id = $1 and account_id = $2 and type = $3
          and coalesce(status_id, 0) = $4 limit 1)", {notice.from, notice.to, to_string(notice.kind), notice.status}).has_value();
}

NotificationId insert(db::Tx& tx, const Notice& notice) {
    const auto id = tx.new_id<NotificationId>();
    tx.exec(R"(
        insert into notifications (id, account_id, type, from_account_id, status_id, created_at)
        values ($1, $2, $3, $4, $5, $6))", {id, notice.to, to_string(notice.kind), notice.from,
                       notice.status ? std::optional<StatusId>(notice.status) : std::nullopt, tx.now()});
    return id;
}

void publish(db::Tx& tx, AccountId to, NotificationId id) {
    const std::string channel = "timeline:" + std::to_string(to.value) + ":notifications";
    if (!tx.context().events.has_listeners(channel)) return;
    accounts::Account reader;
    reader.id = to;
    auto payload = std::make_shared<std::string>();
    json::Writer out(*payload);
    if (write_notification(out, tx, id, reader)) {
        tx.publish({.channel = channel, .event = "notification", .payload = payload});
    }
}

} // namespace

std::string_view to_string(Kind kind) { return kNames[static_cast<std::size_t>(kind)]; }

void notify(db::Tx& tx, const Notice& notice) {
    if (!wants(tx, notice) || was_told(tx, notice)) return;
    publish(tx, notice.to, insert(tx, notice));
}

void withdraw(db::Tx& tx, const Notice& notice) {
    tx.exec(R"(
        delete from notifications
        where from_account_id = $1 and account_id = $2 and type = $3 and coalesce(status_id, 0) = $4)", {notice.from, notice.to, to_string(notice.kind), notice.status});
}

} // namespace notifications
