#include "instance/announcements_api.h"

#include "instance/announcement_json.h"

namespace instance {

// https://docs.joinmastodon.org/methods/announcements/#get
http::Reply get_announcements(const http::Request& request, db::Tx& tx) {
    const AccountId reader = request.account().id;
    const auto shown = shown_announcements(tx, reader, request.flag("with_dismissed"));
    return http::json([&](json::Writer& out) { write_announcements(out, tx, shown, reader); });
}

// https://docs.joinmastodon.org/methods/announcements/#dismiss
http::Reply post_dismiss_announcement(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<AnnouncementId>("id"));
    TRY(dismiss(tx, id, request.account().id));
    return http::empty_object();
}

// https://docs.joinmastodon.org/methods/announcements/#put-reactions
http::Reply put_announcement_reaction(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<AnnouncementId>("id"));
    TRY(react(tx, id, request.account().id, request.text_or("name", "")));
    return http::empty_object();
}

// https://docs.joinmastodon.org/methods/announcements/#delete-reactions
http::Reply delete_announcement_reaction(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<AnnouncementId>("id"));
    TRY(unreact(tx, id, request.account().id, request.text_or("name", "")));
    return http::empty_object();
}

} // namespace instance
