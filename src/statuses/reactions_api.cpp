#include "statuses/bookmarks.h"
#include "statuses/conversation_mutes.h"
#include "statuses/favourites.h"
#include "statuses/pins.h"
#include "statuses/posting_params.h"
#include "statuses/reblogs.h"
#include "statuses/status_json.h"
#include "statuses/statuses_api.h"

// What a person does with a status: favourite, boost, bookmark, pin, mute its conversation, and their undoing. Each
// answers the status as it is now.
namespace statuses {

namespace {

http::Reply after(const http::Request& request, db::Tx& tx, StatusId id) {
    return http::json([&](json::Writer& out) { write_status(out, tx, id, request.account()); });
}

using Act = Result<> (*)(db::Tx&, const accounts::Account&, StatusId);

http::Reply act(const http::Request& request, db::Tx& tx, Act rule) {
    const auto id = TRY(request.id<StatusId>("id"));
    TRY(rule(tx, request.account(), id));
    return after(request, tx, id);
}

} // namespace

// https://docs.joinmastodon.org/methods/statuses/#favourite
http::Reply post_favourite(const http::Request& request, db::Tx& tx) { return act(request, tx, favourite); }

// https://docs.joinmastodon.org/methods/statuses/#unfavourite
http::Reply post_unfavourite(const http::Request& request, db::Tx& tx) { return act(request, tx, unfavourite); }

// https://docs.joinmastodon.org/methods/statuses/#bookmark
http::Reply post_bookmark(const http::Request& request, db::Tx& tx) { return act(request, tx, bookmark); }

// https://docs.joinmastodon.org/methods/statuses/#unbookmark
http::Reply post_unbookmark(const http::Request& request, db::Tx& tx) { return act(request, tx, unbookmark); }

// https://docs.joinmastodon.org/methods/statuses/#pin
http::Reply post_pin(const http::Request& request, db::Tx& tx) { return act(request, tx, pin); }

// https://docs.joinmastodon.org/methods/statuses/#unpin
http::Reply post_unpin(const http::Request& request, db::Tx& tx) { return act(request, tx, unpin); }

// https://docs.joinmastodon.org/methods/statuses/#mute
http::Reply post_mute_conversation(const http::Request& request, db::Tx& tx) {
    return act(request, tx, mute_conversation);
}

// https://docs.joinmastodon.org/methods/statuses/#unmute
http::Reply post_unmute_conversation(const http::Request& request, db::Tx& tx) {
    return act(request, tx, unmute_conversation);
}

// https://docs.joinmastodon.org/methods/statuses/#boost
http::Reply post_reblog(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<StatusId>("id"));
    const auto wanted = TRY(visibility_of(request.all_params()));
    const auto visibility = wanted ? *wanted : usual_visibility_of_reblogs(tx, request.account().id);
    const auto reblog_id = TRY(reblog(tx, request.account(), id, visibility));
    return after(request, tx, reblog_id);
}

// https://docs.joinmastodon.org/methods/statuses/#unreblog
http::Reply post_unreblog(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<StatusId>("id"));
    const auto original = TRY(unreblog(tx, request.account(), id));
    return after(request, tx, original);
}

} // namespace statuses
