#include "statuses/scheduling_api.h"

#include "statuses/posting_params.h"
#include "statuses/scheduling.h"
#include "statuses/statuses_api.h"

namespace statuses {

http::Reply scheduled_reply(const http::Request& request, db::Tx& tx, ScheduledStatusId id) {
    const auto status = TRY(find_scheduled(tx, request.account().id, id));
    return http::json([&](json::Writer& out) { write_scheduled(out, tx, status); });
}

// https://docs.joinmastodon.org/methods/scheduled_statuses/#get
http::Reply get_scheduled_statuses(const http::Request& request, db::Tx& tx) {
    const http::Page page = request.page();
    const auto found = scheduled_page(tx, request.account().id, page);
    auto reply = http::json([&](json::Writer& out) { write_scheduled(out, tx, found); });
    if (!found.empty()) {
        http::add_link_header(reply, request, tx.config().web_url(), page, found.front().id.value,
                              found.back().id.value, found.size());
    }
    return reply;
}

// https://docs.joinmastodon.org/methods/scheduled_statuses/#get-one
http::Reply get_scheduled_status(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<ScheduledStatusId>("id"));
    return scheduled_reply(request, tx, id);
}

// https://docs.joinmastodon.org/methods/scheduled_statuses/#update
http::Reply put_scheduled_status(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<ScheduledStatusId>("id"));
    TRY(find_scheduled(tx, request.account().id, id));
    const auto at = TRY(scheduled_time_of(request.all_params()));
    if (at) TRY(reschedule(tx, request.account().id, id, *at));
    return scheduled_reply(request, tx, id);
}

// https://docs.joinmastodon.org/methods/scheduled_statuses/#cancel
http::Reply delete_scheduled_status(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<ScheduledStatusId>("id"));
    TRY(cancel_scheduled(tx, request.account().id, id));
    return http::empty_object();
}

} // namespace statuses
