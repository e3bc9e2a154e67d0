#include "notifications/notifications_api.h"

#include "notifications/list.h"
#include "notifications/notification_json.h"
#include "notifications/request_filter.h"

namespace notifications {

// https://docs.joinmastodon.org/methods/notifications/#get
http::Reply get_notifications(const http::Request& request, db::Tx& tx) {
    const http::Page page = page_of(request);
    const auto rows = page_of(tx, request.account().id, filter_of(request), page);
    auto reply = http::json(
        [&](json::Writer& out) { write_notifications(out, tx, rows, request.account(), unknown_kinds_of(request)); });
    if (!rows.empty()) {
        http::add_link_header(reply, request, tx.config().web_url(), page, rows.front().id.value, rows.back().id.value,
                              rows.size());
    }
    return reply;
}

// https://docs.joinmastodon.org/methods/notifications/#get-one
http::Reply get_notification(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<NotificationId>("id"));
    bool is_there = false;
    auto reply = http::json([&](json::Writer& out) {
        is_there = write_notification(out, tx, id, request.account(), unknown_kinds_of(request));
    });
    if (!is_there) return base::not_found();
    return reply;
}

// https://docs.joinmastodon.org/methods/notifications/#unread-count
http::Reply get_unread_count(const http::Request& request, db::Tx& tx) {
    return count_reply(count_unread(tx, request.account().id, filter_of(request), count_limit_of(request)));
}

// https://docs.joinmastodon.org/methods/notifications/#dismiss
http::Reply post_dismiss(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<NotificationId>("id"));
    if (!dismiss(tx, request.account().id, id)) return base::not_found();
    return http::empty_object();
}

// https://docs.joinmastodon.org/methods/notifications/#clear
http::Reply post_clear(const http::Request& request, db::Tx& tx) {
    clear(tx, request.account().id);
    return http::empty_object();
}

} // namespace notifications
