#include "statuses/posting_params.h"
#include "statuses/quotes.h"
#include "statuses/status_json.h"
#include "statuses/statuses_api.h"
#include "statuses/visibility.h"

namespace statuses {

// https://docs.joinmastodon.org/methods/statuses/#quotes
http::Reply get_quotes(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<StatusId>("id"));
    const Status quoted = TRY(find_visible_original(tx, id, request.account()));
    const http::Page page = request.page();
    const auto ids = quotes_page(tx, quoted.id, page);
    auto reply = http::json([&](json::Writer& out) { write_statuses(out, tx, ids, request.account(), Wish::Wanted); });
    if (!ids.empty()) {
        http::add_link_header(reply, request, tx.config().web_url(), page, ids.front().value, ids.back().value,
                              ids.size());
    }
    return reply;
}

// https://docs.joinmastodon.org/methods/statuses/#revoke_quote
http::Reply post_revoke_quote(const http::Request& request, db::Tx& tx) {
    const auto quoted = TRY(request.id<StatusId>("id"));
    const auto quoting = TRY(request.id<StatusId>("quoting_status_id"));
    TRY(revoke_quote(tx, request.account(), quoted, quoting));
    const StatusEntities entities(tx, std::span(&quoting, 1), request.account());
    if (!entities.shows(quoting)) return base::not_found(); // It is revoked all the same.
    return http::json([&](json::Writer& out) { entities.write(out, quoting); });
}

// https://docs.joinmastodon.org/methods/statuses/#edit_interaction_policy
http::Reply put_interaction_policy(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<StatusId>("id"));
    TRY(change_quote_policy(tx, request.account(), id, request.text_or("quote_approval_policy", "")));
    return http::json([&](json::Writer& out) { write_status(out, tx, id, request.account()); });
}

} // namespace statuses
