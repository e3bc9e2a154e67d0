#include "media/media_api.h"

#include "http/spool.h"
#include "media/attachment_json.h"
#include "media/uploads.h"
#include "media/words.h"

namespace media {
namespace {

constexpr int kStillProcessing = 206;

http::Reply entity(db::Tx& tx, const Attachment& attachment) {
    return http::json([&](json::Writer& out) { write_attachment(out, tx.config(), attachment); });
}

// What the handlers that have no transaction need of the world.
const base::Context& context_of(db::Database& database) {
    const base::Context* context = nullptr;
    database.read([&](db::Tx& tx) { context = &tx.context(); });
    return *context;
}

} // namespace

// https://docs.joinmastodon.org/methods/media/#v2
http::Reply post_media(const http::Request& request, db::Database& database) {
    const http::File* file = request.file("file");
    if (!file || !request.spool) return base::invalid("Validation failed: File can't be blank");
    const NewUpload upload{.account = request.account().id,
                           .file = {.file = &request.spool->file(),
                                    .offset = request.spool->offset_of(file->bytes),
                                    .length = std::ssize(file->bytes)},
                           .words = words_of(request.all_params())};
    request.spool->forget_pages();
    const auto id = TRY(receive(context_of(database), database, upload));
    http::Reply reply;
    database.read([&](db::Tx& tx) {
        const auto made = find(tx, id);
        reply = made ? entity(tx, *made) : http::Reply(base::not_found());
    });
    return reply;
}

// https://docs.joinmastodon.org/methods/media/#v1
http::Reply post_media_v1(const http::Request& request, db::Database& database) {
    return post_media(request, database);
}

// https://docs.joinmastodon.org/methods/media/#get
http::Reply get_media(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<MediaId>("id"));
    const auto attachment = TRY(find_unposted(tx, request.account().id, id));
    if (attachment.state == State::Failed) {
        return base::invalid("There was a problem processing the media attachment");
    }
    auto reply = entity(tx, attachment);
    if (attachment.state == State::Processing) reply.status = kStillProcessing;
    return reply;
}

// https://docs.joinmastodon.org/methods/media/#update
http::Reply put_media(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<MediaId>("id"));
    TRY(find_unposted(tx, request.account().id, id));
    const auto words = words_of(request.all_params());
    TRY(check_words(words));
    change_words(tx, id, words);
    return entity(tx, TRY(find_unposted(tx, request.account().id, id)));
}

// https://docs.joinmastodon.org/methods/media/#delete
http::Reply delete_media(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<MediaId>("id"));
    const auto attachment = TRY(find_own(tx, request.account().id, id));
    if (attachment.status) return base::invalid("Media attachment is currently used by a status");
    remove(tx, attachment);
    return http::empty_object();
}

} // namespace media
