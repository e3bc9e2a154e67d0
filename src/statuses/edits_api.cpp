#include "media/words.h"
#include "statuses/edits.h"
#include "statuses/history.h"
#include "statuses/page.h"
#include "statuses/posting_params.h"
#include "statuses/status_json.h"
#include "statuses/statuses_api.h"
#include "statuses/visibility.h"

namespace statuses {

namespace {

constexpr std::size_t kMaxMediaAttributes = 16;

// media_attributes[][id], [description], [focus]
std::vector<std::pair<MediaId, media::Words>> media_words_of(const http::Request& request) {
    std::vector<std::pair<MediaId, media::Words>> all;
    for (const auto* item : request.items("media_attributes")) {
        const auto* object = item->if_object();
        if (!object || all.size() == kMaxMediaAttributes) continue;
        const http::Params params(*object);
        const auto id = params.maybe_id<MediaId>("id");
        if (id) all.emplace_back(*id, media::words_of(params));
    }
    return all;
}

} // namespace

// https://docs.joinmastodon.org/methods/statuses/#edit
http::Reply put_status(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<StatusId>("id"));
    TRY(check_what_is_asked(request.all_params()));
    TRY(edit(tx, request.account(), id,
             {.text = request.text_or("status", ""),
              .spoiler_text = request.text_or("spoiler_text", ""),
              .is_sensitive = request.flag("sensitive"),
              .language = request.text("language"),
              .poll = poll_of(request.all_params()),
              .media = media_of(request.all_params()),
              .media_words = media_words_of(request),
              .quote_policy = request.text_or("quote_approval_policy", "")}));
    return http::json([&](json::Writer& out) { write_status(out, tx, id, request.account()); });
}

// https://docs.joinmastodon.org/methods/statuses/#history
http::Reply get_history(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<StatusId>("id"));
    const Status status = TRY(find_visible_original(tx, id, request.account()));
    const auto versions = versions_of(tx, status.id);
    return http::json([&](json::Writer& out) { write_versions(out, tx, versions, status); });
}

// https://docs.joinmastodon.org/methods/statuses/#source
http::Reply get_source(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<StatusId>("id"));
    const StatusPage page(tx, std::span(&id, 1), request.account());
    if (!page.shows(id)) return base::not_found();
    const StatusId original = page.row(id)->reblog_of.value_or(id);
    const Source source = source_of(tx, original);
    return http::json([&](json::Writer& out) {
        out.begin_object();
        out.field("id", original);
        out.field("text", source.text);
        out.field("spoiler_text", source.spoiler_text);
        out.end_object();
    });
}

} // namespace statuses
