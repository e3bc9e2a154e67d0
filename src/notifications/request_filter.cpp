#include "notifications/request_filter.h"

#include <algorithm>

namespace notifications {

Filter filter_of(const http::Request& request) {
    Filter filter;
    if (request.has("types")) filter.kinds = KindSet::of(request.texts("types"));
    filter.kinds = filter.kinds.without(KindSet::of(request.texts("exclude_types")));
    filter.from = request.maybe_id<AccountId>("account_id").value_or(AccountId{});
    filter.includes_filtered = request.flag("include_filtered");
    return filter;
}

KindSet unknown_kinds_of(const http::Request& request) {
    if (!request.has("supported_types")) return {};
    return KindSet::all().without(KindSet::baseline()).without(KindSet::of(request.texts("supported_types")));
}

http::Page page_of(const http::Request& request) { return request.page(40, 80); }

int count_limit_of(const http::Request& request) {
    return static_cast<int>(std::clamp<std::int64_t>(request.integer("limit").value_or(100), 1, 1000));
}

http::Reply count_reply(int count) {
    return http::json([&](json::Writer& out) {
        out.begin_object();
        out.field("count", count);
        out.end_object();
    });
}

} // namespace notifications
