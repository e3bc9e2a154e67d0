#include "filters/filters_api.h"

#include "base/text.h"
#include "filters/contents.h"
#include "filters/filter_json.h"

namespace filters {

namespace {

http::Reply filter_reply(const http::Request& request, db::Tx& tx, FilterId id) {
    const Filter filter = TRY(find_filter(tx, request.account().id, id));
    return http::json([&](json::Writer& out) { write_filter(out, filter); });
}

// "" and null stand for ever.
Result<Lifetime> lifetime_of(const http::Request& request) {
    if (base::trim(request.text_or("expires_in", "")).empty()) return Lifetime();
    const auto seconds = request.integer("expires_in");
    if (!seconds) return base::invalid("Validation failed: Expires in is not a number");
    return Lifetime(std::chrono::seconds(*seconds));
}

Result<KeywordChange> keyword_change(const http::Params& params) {
    KeywordChange change;
    if (!params.text_or("id", "").empty()) change.id = TRY(params.id<KeywordId>("id"));
    change.keyword = params.text("keyword");
    if (change.keyword && change.keyword->empty() && !change.id && !params.boolean("whole_word"))
        change.keyword.reset();
    change.is_whole_word = params.boolean("whole_word");
    change.is_removed = params.flag("_destroy");
    return change;
}

Result<std::vector<KeywordChange>> keyword_changes(const http::Request& request) {
    std::vector<KeywordChange> changes;
    const auto items = request.items("keywords_attributes");
    if (items.size() > static_cast<std::size_t>(kMaxKeywords)) {
        return base::invalid("Validation failed: Your filters have too many keywords");
    }
    for (const json::Value* item : items) {
        if (const auto* object = item->if_object()) changes.push_back(TRY(keyword_change(http::Params(*object))));
    }
    return changes;
}

} // namespace

Result<SettingsChange> settings_change(const http::Request& request, std::string_view title_name) {
    SettingsChange change;
    change.title = request.text(title_name);
    if (request.has("context")) change.contexts = request.texts("context");
    if (request.has("expires_in")) change.lifetime = TRY(lifetime_of(request));
    return change;
}

// https://docs.joinmastodon.org/methods/filters/#get
http::Reply get_filters(const http::Request& request, db::Tx& tx) {
    const auto all = filters_of(tx, request.account().id);
    return http::json([&](json::Writer& out) {
        out.begin_array();
        for (const Filter& filter : all) write_filter(out, filter);
        out.end_array();
    });
}

// https://docs.joinmastodon.org/methods/filters/#create
http::Reply post_filter(const http::Request& request, db::Tx& tx) {
    SettingsChange settings = TRY(settings_change(request, "title"));
    settings.action = request.text("filter_action");
    const auto keywords = TRY(keyword_changes(request));
    const FilterId id = TRY(create_filter(tx, request.account().id, settings));
    TRY(change_keywords(tx, request.account().id, id, keywords));
    return filter_reply(request, tx, id);
}

// https://docs.joinmastodon.org/methods/filters/#get-one
http::Reply get_filter(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<FilterId>("id"));
    return filter_reply(request, tx, id);
}

// https://docs.joinmastodon.org/methods/filters/#update
http::Reply put_filter(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<FilterId>("id"));
    SettingsChange settings = TRY(settings_change(request, "title"));
    settings.action = request.text("filter_action");
    const auto keywords = TRY(keyword_changes(request));
    TRY(change_filter(tx, request.account().id, id, settings));
    TRY(change_keywords(tx, request.account().id, id, keywords));
    return filter_reply(request, tx, id);
}

// https://docs.joinmastodon.org/methods/filters/#delete
http::Reply delete_filter_by_id(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<FilterId>("id"));
    TRY(delete_filter(tx, request.account().id, id));
    return http::empty_object();
}

} // namespace filters
