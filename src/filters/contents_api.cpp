#include "filters/contents.h"
#include "filters/filter_json.h"
#include "filters/filters_api.h"

namespace filters {

namespace {

http::Reply keyword_reply(const http::Request& request, db::Tx& tx, KeywordId id) {
    const Keyword keyword = TRY(find_keyword(tx, request.account().id, id));
    return http::json([&](json::Writer& out) { write_keyword(out, keyword); });
}

http::Reply filtered_status_reply(const http::Request& request, db::Tx& tx, FilteredStatusId id) {
    const FilteredStatus status = TRY(find_filtered_status(tx, request.account().id, id));
    return http::json([&](json::Writer& out) { write_filtered_status(out, status); });
}

KeywordChange keyword_change(const http::Request& request) {
    return {.id = {}, .keyword = request.text("keyword"), .is_whole_word = request.boolean("whole_word")};
}

} // namespace

// https://docs.joinmastodon.org/methods/filters/#keywords-get
http::Reply get_keywords(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<FilterId>("filter_id"));
    const Filter filter = TRY(find_filter(tx, request.account().id, id));
    return http::json([&](json::Writer& out) {
        out.begin_array();
        for (const Keyword& keyword : filter.keywords) write_keyword(out, keyword);
        out.end_array();
    });
}

// https://docs.joinmastodon.org/methods/filters/#keywords-create
http::Reply post_keyword(const http::Request& request, db::Tx& tx) {
    const auto filter = TRY(request.id<FilterId>("filter_id"));
    const auto id = TRY(add_keyword(tx, request.account().id, filter, keyword_change(request)));
    return keyword_reply(request, tx, id);
}

// https://docs.joinmastodon.org/methods/filters/#keywords-get-one
http::Reply get_keyword(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<KeywordId>("id"));
    return keyword_reply(request, tx, id);
}

// https://docs.joinmastodon.org/methods/filters/#keywords-update
http::Reply put_keyword(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<KeywordId>("id"));
    TRY(change_keyword(tx, request.account().id, id, keyword_change(request)));
    return keyword_reply(request, tx, id);
}

// https://docs.joinmastodon.org/methods/filters/#keywords-delete
http::Reply delete_keyword_by_id(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<KeywordId>("id"));
    TRY(delete_keyword(tx, request.account().id, id));
    return http::empty_object();
}

// https://docs.joinmastodon.org/methods/filters/#statuses-get
http::Reply get_filtered_statuses(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<FilterId>("filter_id"));
    const Filter filter = TRY(find_filter(tx, request.account().id, id));
    return http::json([&](json::Writer& out) {
        out.begin_array();
        for (const FilteredStatus& status : filter.statuses) write_filtered_status(out, status);
        out.end_array();
    });
}

// https://docs.joinmastodon.org/methods/filters/#statuses-add
http::Reply post_filtered_status(const http::Request& request, db::Tx& tx) {
    const auto filter = TRY(request.id<FilterId>("filter_id"));
    const auto status = request.maybe_id<StatusId>("status_id").value_or(StatusId{});
    const auto id = TRY(filter_status(tx, request.account(), filter, status));
    return filtered_status_reply(request, tx, id);
}

// https://docs.joinmastodon.org/methods/filters/#statuses-get-one
http::Reply get_filtered_status(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<FilteredStatusId>("id"));
    return filtered_status_reply(request, tx, id);
}

// https://docs.joinmastodon.org/methods/filters/#statuses-remove
http::Reply delete_filtered_status(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<FilteredStatusId>("id"));
    TRY(unfilter_status(tx, request.account().id, id));
    return http::empty_object();
}

} // namespace filters
