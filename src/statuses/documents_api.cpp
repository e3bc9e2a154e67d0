#include "statuses/documents_api.h"

#include "accounts/actors.h"
#include "federation/collections.h"
#include "statuses/replies.h"
#include "statuses/status_document.h"
#include "statuses/status_json.h"
#include "statuses/visibility.h"

namespace statuses {

namespace {

// The post that the path names, when everybody may see it: to ask for one that they may not is like asking for none.
struct Named {
    Status status;
    std::string uri;
};
Result<Named> find_named(const http::Request& request, db::Tx& tx) {
    const auto author = TRY(accounts::find_active_actor(tx, request.text_or("username", "")));
    const auto id = TRY(request.id<StatusId>("id"));
    auto status = TRY(find_visible(tx, id, accounts::anonymous()));
    if (status.author != author.id) return base::not_found();
    return Named{.status = std::move(status), .uri = local_uri(tx.config().web_url(), author.username, id)};
}

http::Reply object_reply(const http::Request& request, db::Tx& tx) {
    const Status status = TRY(find_named(request, tx)).status;
    const StatusDocuments documents(tx, std::span(&status.id, 1));
    if (status.reblog_of) return http::redirect(302, documents.original_uri(status.id));
    return federation::document([&](json::Writer& out) { documents.write_object(out, status.id); });
}

using WriteCollection = void (StatusDocuments::*)(json::Writer&, StatusId, federation::Place) const;

// A collection that hangs on a post; on boosts none does.
http::Reply collection_reply(const http::Request& request, db::Tx& tx, WriteCollection write) {
    const Status status = TRY(find_named(request, tx)).status;
    if (status.reblog_of) return base::not_found();
    const StatusDocuments documents(tx, std::span(&status.id, 1));
    return federation::document(
        [&](json::Writer& out) { (documents.*write)(out, status.id, federation::Place::Alone); });
}

http::Reply replies_page_reply(const http::Request& request, db::Tx& tx) {
    const auto [status, uri] = TRY(find_named(request, tx));
    if (status.reblog_of) return base::not_found();
    const Repliers repliers = request.flag("only_other_accounts") ? Repliers::Others : Repliers::Author;
    const auto page = replies_page(tx, status, repliers, request.maybe_id<StatusId>("min_id").value_or(StatusId{}));
    return federation::document([&](json::Writer& out) { write_replies_page(out, uri, page); });
}

} // namespace

// https://www.w3.org/TR/activitypub/#retrieving-objects
http::Reply get_object(const http::Request& request, db::Tx& tx) {
    if (!federation::is_activity_request(request)) return federation::as_negotiated(base::not_found());
    return federation::as_negotiated(object_reply(request, tx));
}

http::Reply get_activity(const http::Request& request, db::Tx& tx) {
    const Status status = TRY(find_named(request, tx)).status;
    const StatusDocuments documents(tx, std::span(&status.id, 1));
    return federation::document([&](json::Writer& out) { documents.write_activity(out, status.id); });
}

http::Reply get_replies(const http::Request& request, db::Tx& tx) {
    if (request.flag("page")) return replies_page_reply(request, tx);
    return collection_reply(request, tx, &StatusDocuments::write_replies);
}

// https://www.w3.org/TR/activitypub/#likes
http::Reply get_likes(const http::Request& request, db::Tx& tx) {
    return collection_reply(request, tx, &StatusDocuments::write_likes);
}

// https://www.w3.org/TR/activitypub/#shares
http::Reply get_shares(const http::Request& request, db::Tx& tx) {
    return collection_reply(request, tx, &StatusDocuments::write_shares);
}

} // namespace statuses
