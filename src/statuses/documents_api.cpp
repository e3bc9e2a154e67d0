#include "statuses/documents_api.h"

#include "accounts/actors.h"
#include "federation/collections.h"
#include "federation/signer.h"
#include "statuses/replies.h"
#include "statuses/status_document.h"
#include "statuses/status_json.h"
#include "statuses/threads.h"
#include "statuses/visibility.h"

namespace statuses {

namespace {

constexpr std::chrono::seconds kWhileItChanges{5};

// The post that the path names, as far as whoever asks may see it: to ask for one that they may not is like asking for
// none.
struct Named {
    Status status;
    std::string uri;
};
Result<Named> find_named(const http::Request& request, db::Tx& tx, const accounts::Account& reader) {
    const auto author = TRY(accounts::find_active_actor(tx, request.text_or("username", "")));
    const auto id = TRY(request.id<StatusId>("id"));
    auto status = TRY(find_visible(tx, id, reader));
    if (status.author != author.id) return base::not_found();
    return Named{.status = std::move(status), .uri = local_uri(tx.config().web_url(), author.username, id)};
}

using Answer = http::Reply (*)(const http::Request&, db::Tx&, const Named&);

// Lets `answer` say what there is to say of the named post.
http::Reply reply_about(const http::Request& request, db::Tx& tx, Answer answer) {
    const auto reader = TRY(federation::reader(request, tx));
    const auto named = find_named(request, tx, reader);
    return federation::as_given_to(named ? answer(request, tx, *named) : http::Reply(named.error()), reader);
}

http::Reply object_reply(const http::Request&, db::Tx& tx, const Named& named) {
    const StatusId id = named.status.id;
    const StatusDocuments documents(tx, std::span(&id, 1));
    if (!documents.has(id)) return base::not_found(); // Gone just now.
    if (named.status.reblog_of) return http::redirect(302, documents.original_uri(id));
    return federation::document([&](json::Writer& out) { documents.write_object(out, id); },
                                documents.awaits_permission(id) ? kWhileItChanges : federation::kKept);
}

http::Reply activity_reply(const http::Request&, db::Tx& tx, const Named& named) {
    const StatusId id = named.status.id;
    const StatusDocuments documents(tx, std::span(&id, 1));
    if (!documents.has(id)) return base::not_found();
    return federation::document([&](json::Writer& out) { documents.write_activity(out, id); });
}

// A collection that hangs on a post; on boosts none does.
template <void (StatusDocuments::*Write)(json::Writer&, StatusId, federation::Place) const>
http::Reply collection_reply(const http::Request&, db::Tx& tx, const Named& named) {
    if (named.status.reblog_of) return base::not_found();
    const StatusId id = named.status.id;
    const StatusDocuments documents(tx, std::span(&id, 1));
    if (!documents.has(id)) return base::not_found();
    return federation::document([&](json::Writer& out) { (documents.*Write)(out, id, federation::Place::Alone); });
}

http::Reply replies_page_reply(const http::Request& request, db::Tx& tx, const Named& named) {
    if (named.status.reblog_of) return base::not_found();
    const Repliers repliers = request.flag("only_other_accounts") ? Repliers::Others : Repliers::Author;
    const auto after = request.maybe_id<StatusId>("min_id").value_or(StatusId{});
    const auto page = replies_page(tx, named.status, repliers, after);
    return federation::document([&](json::Writer& out) { write_replies_page(out, named.uri, page); });
}

} // namespace

// https://www.w3.org/TR/activitypub/#retrieving-objects
http::Reply get_object(const http::Request& request, db::Tx& tx) {
    if (!federation::is_activity_request(request)) return federation::as_negotiated(base::not_found());
    return federation::as_negotiated(reply_about(request, tx, object_reply));
}

http::Reply get_activity(const http::Request& request, db::Tx& tx) { return reply_about(request, tx, activity_reply); }

http::Reply get_replies(const http::Request& request, db::Tx& tx) {
    return reply_about(request, tx,
                       request.flag("page") ? replies_page_reply : collection_reply<&StatusDocuments::write_replies>);
}

namespace {

using WriteThread = void (*)(json::Writer&, const Thread&, const ThreadPage&);

void write_later_page(json::Writer& out, const Thread& thread, const ThreadPage& page) {
    write_thread_page(out, thread, page);
}

http::Reply thread_reply(const http::Request& request, db::Tx& tx, StatusId after, WriteThread write) {
    const auto reader = TRY(federation::reader(request, tx));
    const auto thread = find_thread(tx, request.text_or("thread", ""), reader);
    if (!thread) return federation::as_given_to(http::Reply(thread.error()), reader);
    const auto page = thread_page(tx, *thread, after);
    return federation::as_given_to(federation::document([&](json::Writer& out) { write(out, *thread, page); }), reader);
}

} // namespace

// https://w3id.org/fep/7888
http::Reply get_thread(const http::Request& request, db::Tx& tx) { return thread_reply(request, tx, {}, write_thread); }

http::Reply get_thread_items(const http::Request& request, db::Tx& tx) {
    if (!request.flag("page")) return thread_reply(request, tx, {}, write_thread_items);
    return thread_reply(request, tx, request.maybe_id<StatusId>("min_id").value_or(StatusId{}), write_later_page);
}

// https://www.w3.org/TR/activitypub/#likes
http::Reply get_likes(const http::Request& request, db::Tx& tx) {
    return reply_about(request, tx, collection_reply<&StatusDocuments::write_likes>);
}

// https://www.w3.org/TR/activitypub/#shares
http::Reply get_shares(const http::Request& request, db::Tx& tx) {
    return reply_about(request, tx, collection_reply<&StatusDocuments::write_shares>);
}

} // namespace statuses
