#include "filters/filter_json.h"
#include "filters/filters_api.h"
#include "filters/v1.h"

namespace filters {

namespace {

http::Reply phrase_reply(const http::Request& request, db::Tx& tx, KeywordId id) {
    const v1::Phrase phrase = TRY(v1::find_phrase(tx, request.account().id, id));
    return http::json([&](json::Writer& out) { write_phrase(out, phrase); });
}

Result<v1::PhraseChange> phrase_change(const http::Request& request) {
    v1::PhraseChange change;
    change.settings = TRY(settings_change(request, "phrase"));
    if (const auto irreversible = request.boolean("irreversible")) {
        change.settings.action = to_string(*irreversible ? Action::Hide : Action::Warn);
    }
    change.is_whole_word = request.boolean("whole_word");
    return change;
}

} // namespace

// https://docs.joinmastodon.org/methods/filters/#get-v1
http::Reply get_phrases(const http::Request& request, db::Tx& tx) {
    const auto phrases = v1::phrases_of(tx, request.account().id);
    return http::json([&](json::Writer& out) {
        out.begin_array();
        for (const v1::Phrase& phrase : phrases) write_phrase(out, phrase);
        out.end_array();
    });
}

// https://docs.joinmastodon.org/methods/filters/#create-v1
http::Reply post_phrase(const http::Request& request, db::Tx& tx) {
    const auto wanted = TRY(phrase_change(request));
    const auto id = TRY(v1::create_phrase(tx, request.account().id, wanted));
    return phrase_reply(request, tx, id);
}

// https://docs.joinmastodon.org/methods/filters/#get-one-v1
http::Reply get_phrase(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<KeywordId>("id"));
    return phrase_reply(request, tx, id);
}

// https://docs.joinmastodon.org/methods/filters/#update-v1
http::Reply put_phrase(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<KeywordId>("id"));
    const auto change = TRY(phrase_change(request));
    TRY(v1::change_phrase(tx, request.account().id, id, change));
    return phrase_reply(request, tx, id);
}

// https://docs.joinmastodon.org/methods/filters/#delete-v1
http::Reply delete_phrase_by_id(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<KeywordId>("id"));
    TRY(v1::delete_phrase(tx, request.account().id, id));
    return http::empty_object();
}

} // namespace filters
