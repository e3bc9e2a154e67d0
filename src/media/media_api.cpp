#include "media/media_api.h"

#include "http/spool.h"
#include "media/attachment_json.h"
#include "media/processing.h"
#include "media/uploads.h"
#include "media/words.h"

#include <chrono>
#include <semaphore>
#include <thread>

namespace media {
namespace {

constexpr int kTakenIn = 202;
constexpr int kStillProcessing = 206;

// Apps of the first version do not ask again, and are kept waiting as long as proxies in front wait; two at a time.
constexpr std::chrono::seconds kPatience{25};
constexpr std::chrono::milliseconds kLookEvery{200};
constexpr int kMostWaiting = 2;

http::Reply entity(db::Tx& tx, const Attachment& attachment, int while_processing) {
    if (attachment.state == State::Failed) {
        return base::invalid("There was a problem processing the media attachment");
    }
    auto reply = http::json([&](json::Writer& out) { write_attachment(out, tx.config(), attachment); });
    if (attachment.state == State::Processing) reply.status = while_processing;
    return reply;
}

http::Reply reply_with(db::Database& database, MediaId id, int while_processing) {
    http::Reply reply;
    database.read([&](db::Tx& tx) {
        const auto made = find(tx, id);
        reply = made ? entity(tx, *made, while_processing) : http::Reply(base::not_found());
    });
    return reply;
}

Upload upload_of(const http::Request& request, const http::File& file) {
    return {.file = &request.spool->file(),
            .offset = request.spool->offset_of(file.bytes),
            .length = std::ssize(file.bytes)};
}

std::optional<Upload> thumbnail_in(const http::Request& request) {
    const http::File* file = request.file("thumbnail");
    return file && request.spool && !file->bytes.empty() ? std::optional(upload_of(request, *file)) : std::nullopt;
}

Result<MediaId> receive_from(const http::Request& request, db::Database& database) {
    const http::File* file = request.file("file");
    if (!file || !request.spool || file->bytes.empty()) return base::invalid("Validation failed: File can't be blank");
    const NewUpload upload{.account = request.account().id,
                           .file = upload_of(request, *file),
                           .words = words_of(request.all_params()),
                           .thumbnail = thumbnail_in(request)};
    request.spool->forget_pages();
    return receive(database.context(), database, upload);
}

bool is_processing(db::Database& database, MediaId id) {
    bool is_so = false;
    database.read([&](db::Tx& tx) {
        const auto attachment = find(tx, id);
        is_so = attachment && attachment->state == State::Processing;
    });
    return is_so;
}

void wait_for(db::Database& database, MediaId id) {
    static std::counting_semaphore<kMostWaiting> chairs(kMostWaiting);
    if (!Processing::is_running() || !is_processing(database, id) || !chairs.try_acquire()) return;
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (std::chrono::steady_clock::now() < end && is_processing(database, id)) {
        std::this_thread::sleep_for(kLookEvery);
    }
    chairs.release();
}

http::Reply change(db::Tx& tx, AccountId account, MediaId id, const Words& words) {
    TRY(find_unposted(tx, account, id));
    change_words(tx, id, words);
    return entity(tx, TRY(find_unposted(tx, account, id)), kStillProcessing);
}

} // namespace

// https://docs.joinmastodon.org/methods/media/#v2
http::Reply post_media(const http::Request& request, db::Database& database) {
    const auto id = TRY(receive_from(request, database));
    return reply_with(database, id, kTakenIn);
}

// https://docs.joinmastodon.org/methods/media/#v1
http::Reply post_media_v1(const http::Request& request, db::Database& database) {
    const auto id = TRY(receive_from(request, database));
    wait_for(database, id);
    return reply_with(database, id, kTakenIn);
}

// https://docs.joinmastodon.org/methods/media/#get
http::Reply get_media(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<MediaId>("id"));
    return entity(tx, TRY(find_unposted(tx, request.account().id, id)), kStillProcessing);
}

// https://docs.joinmastodon.org/methods/media/#update
http::Reply put_media(const http::Request& request, db::Database& database) {
    const auto id = TRY(request.id<MediaId>("id"));
    const auto words = words_of(request.all_params());
    TRY(check_words(words));
    if (const auto thumbnail = thumbnail_in(request)) {
        TRY(change_thumbnail(database.context(), database, request.account().id, id, *thumbnail));
    }
    http::Reply reply;
    database.write([&](db::Tx& tx) { reply = change(tx, request.account().id, id, words); });
    return reply;
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
