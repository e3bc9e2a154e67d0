#include "media/proxy_api.h"

#include "base/crypto.h"
#include "federation/documents.h"
#include "media/cache_jobs.h"
#include "media/caching.h"
#include "media/files_api.h"
#include "media/proxy.h"
#include "media/store.h"

namespace media {
namespace {

struct Asked {
    Subject subject;
    std::string source;
    bool is_film = false;
};

Asked about(db::Tx& tx, const Subject& subject) {
    if (subject.kind != CopyOf::Original) return {.subject = subject, .source = source_of(tx, subject)};
    const auto attachment = find(tx, MediaId{subject.id});
    if (!attachment) return {.subject = subject, .source = {}};
    return {.subject = subject,
            .source = source_of(*attachment, subject.kind),
            .is_film = is_from_film(*attachment, subject.kind)};
}

// NotFound for what is not there, or whose mark is another's: nothing is shown to who only guesses.
Result<Asked> asked_for(const http::Request& request, db::Tx& tx) {
    const auto kind = parse_copy_kind(request.text_or("kind", ""));
    const auto id = base::parse_id(request.text_or("id", ""));
    if (!kind || !id) return base::not_found();
    auto asked = about(tx, {.kind = *kind, .id = *id});
    const auto mark = request.text_or("mark", "");
    if (asked.source.empty() || !base::constant_time_equal(mark, mark_of(asked.source))) return base::not_found();
    return asked;
}

bool is_wanted(const http::Request&) { return true; }

bool must_be_made(const http::Request& request, db::Tx& tx) {
    const auto asked = asked_for(request, tx);
    return asked && !asked->is_film && tx.config().media_remote != base::RemoteMedia::Never
           && wants_copy(tx, asked->subject, asked->source);
}

void make(const http::Request& request, db::Database& database) {
    Result<Asked> asked = base::not_found();
    database.read([&](db::Tx& tx) { asked = asked_for(request, tx); });
    if (!asked) return;
    // What went wrong stands in the ledger, where the handler sees it.
    const auto made = make_copy(database.context(), database, asked->subject, asked->source);
    static_cast<void>(made);
}

// Tried again soon, or not for a long time: who asked is told which.
http::Reply not_there(const std::optional<Copy>& copy, base::Time now) {
    const bool is_gone = copy && copy->retry_at > now + std::chrono::hours(23);
    auto reply =
        http::error_reply(is_gone ? 404 : 503, is_gone ? "Record not found" : "The other server does not answer");
    return std::move(reply).with_header("Cache-Control", is_gone ? "public, max-age=3600" : "no-store");
}

// A player goes where it is led, and shows a film or nothing. A browser that opens a page there would show whatever the
// other server has, under a link of ours.
bool is_player(const http::Request& request) {
    return request.header("sec-fetch-dest") != "document" && request.header("sec-fetch-mode") != "navigate"
           && !federation::is_activity_request(request);
}

http::Reply not_here_yet(bool is_wanted) {
    if (!is_wanted) return http::error_reply(404, "Record not found").with_header("Cache-Control", "no-store");
    return http::error_reply(503, "This film is being fetched from its server: try again in a minute")
        .with_header("Retry-After", "60")
        .with_header("Cache-Control", "no-store");
}

// A film is long: who wants to see it is led to where it is, and who comes later sees it here.
http::Reply lead_to_film(const http::Request& request, db::Database& database, const Asked& asked) {
    bool is_wanted = false;
    database.read([&](db::Tx& tx) {
        is_wanted = tx.config().media_remote != base::RemoteMedia::Never && wants_copy(tx, asked.subject, asked.source);
    });
    if (is_wanted) {
        database.write([&](db::Tx& tx) { copy_film_soon(tx, MediaId{asked.subject.id}); });
    }
    if (!is_player(request)) return not_here_yet(is_wanted);
    return http::redirect(302, asked.source).with_header("Cache-Control", "no-store");
}

http::Reply show(const http::Request& request, const base::Context& context, const std::string& key) {
    const auto& config = context.config;
    const bool is_elsewhere = !config.s3_bucket.empty() || !config.media_url.empty();
    if (is_elsewhere) return lead_to_file(context, key);
    auto file = context.media->fetch(key);
    return file ? reply_with_file(request, std::move(file), key) : http::Reply(base::not_found());
}

} // namespace

const http::EdgeStep kHaveCopy{is_wanted, must_be_made, make, true};

http::Reply get_copy(const http::Request& request, db::Database& database) {
    Result<Asked> asked = base::not_found();
    std::optional<Copy> copy;
    base::Time now;
    database.read([&](db::Tx& tx) {
        now = tx.now();
        asked = asked_for(request, tx);
        if (asked) copy = find_copy(tx, asked->subject);
    });
    if (!asked) return std::move(asked).error();
    if (!copy || copy->key.empty() || copy->source != asked->source) {
        return asked->is_film ? lead_to_film(request, database, *asked) : not_there(copy, now);
    }

    if (copy->seen_at + kSeenEvery < now) database.write([&](db::Tx& tx) { mark_seen(tx, copy->key); });
    return show(request, database.context(), copy->key);
}

} // namespace media
