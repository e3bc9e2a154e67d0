#include "notifications/requests_api.h"

#include "notifications/request_filter.h"
#include "notifications/requests.h"
#include "notifications/requests_json.h"

namespace notifications {

namespace {

constexpr std::size_t kMaxIds = 1000;

using Decision = std::int64_t (*)(db::Tx&, AccountId, std::span<const RequestId>);

http::Reply decide_one(const http::Request& request, db::Tx& tx, Decision decision) {
    const auto id = TRY(request.id<RequestId>("id"));
    if (decision(tx, request.account().id, std::span(&id, 1)) == 0) return base::not_found();
    return http::empty_object();
}

http::Reply decide_several(const http::Request& request, db::Tx& tx, Decision decision) {
    decision(tx, request.account().id, request.ids<RequestId>("id", kMaxIds));
    return http::empty_object();
}

} // namespace

// https://docs.joinmastodon.org/methods/notifications/#get-requests
http::Reply get_requests(const http::Request& request, db::Tx& tx) {
    const http::Page page = page_of(request);
    const auto all = page_of_requests(tx, request.account().id, page);
    auto reply = http::json([&](json::Writer& out) { write_requests(out, tx, all, request.account()); });
    if (!all.empty()) {
        http::add_link_header(reply, request, tx.config().web_url(), page, all.front().id.value, all.back().id.value,
                              all.size());
    }
    return reply;
}

// https://docs.joinmastodon.org/methods/notifications/#get-one-request
http::Reply get_request(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<RequestId>("id"));
    const auto asking = find_request(tx, request.account().id, id);
    if (!asking) return base::not_found();
    return http::json([&](json::Writer& out) { write_request(out, tx, *asking, request.account()); });
}

// Accepting a request merges in the same transaction: there is never one under way.
// https://docs.joinmastodon.org/methods/notifications/#requests-merged
http::Reply get_requests_merged(const http::Request&, db::Tx&) {
    return http::json([](json::Writer& out) {
        out.begin_object();
        out.field("merged", true);
        out.end_object();
    });
}

// https://docs.joinmastodon.org/methods/notifications/#accept-request
http::Reply post_accept_request(const http::Request& request, db::Tx& tx) {
    return decide_one(request, tx, accept_requests);
}

// https://docs.joinmastodon.org/methods/notifications/#dismiss-request
http::Reply post_dismiss_request(const http::Request& request, db::Tx& tx) {
    return decide_one(request, tx, dismiss_requests);
}

// https://docs.joinmastodon.org/methods/notifications/#accept-multiple-requests
http::Reply post_accept_requests(const http::Request& request, db::Tx& tx) {
    return decide_several(request, tx, accept_requests);
}

// https://docs.joinmastodon.org/methods/notifications/#dismiss-multiple-requests
http::Reply post_dismiss_requests(const http::Request& request, db::Tx& tx) {
    return decide_several(request, tx, dismiss_requests);
}

} // namespace notifications
