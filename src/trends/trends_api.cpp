#include "trends/trends_api.h"

#include "statuses/status_json.h"
#include "tags/tag_json.h"
#include "trends/links.h"
#include "trends/trends.h"

#include <algorithm>

namespace trends {

namespace {

constexpr std::int64_t kMaxOffset = 10'000;

std::vector<Trend> page_of(const http::Request& request, db::Tx& tx, Kind kind, int usual, int most) {
    const auto limit = std::clamp<std::int64_t>(request.integer("limit").value_or(usual), 1, most);
    const auto offset = std::clamp<std::int64_t>(request.integer("offset").value_or(0), 0, kMaxOffset);
    return find(tx, kind, static_cast<int>(limit), offset);
}

template <typename IdType>
std::vector<IdType> ids_of(const std::vector<Trend>& trends) {
    std::vector<IdType> ids;
    for (const Trend& trend : trends) ids.push_back(IdType{trend.id});
    return ids;
}

} // namespace

// https://docs.joinmastodon.org/methods/trends/#tags
http::Reply get_trending_tags(const http::Request& request, db::Tx& tx) {
    const auto ids = ids_of<TagId>(page_of(request, tx, Kind::Tags, 10, 20));
    return http::json([&](json::Writer& out) { tags::write_tags(out, tx, ids, request.account()); });
}

// https://docs.joinmastodon.org/methods/trends/#statuses
http::Reply get_trending_statuses(const http::Request& request, db::Tx& tx) {
    const auto ids = ids_of<StatusId>(page_of(request, tx, Kind::Statuses, 20, 40));
    return http::json(
        [&](json::Writer& out) { statuses::write_statuses(out, tx, ids, request.account(), statuses::Wish::Wanted); });
}

// https://docs.joinmastodon.org/methods/trends/#links
http::Reply get_trending_links(const http::Request& request, db::Tx& tx) {
    const auto links = page_of(request, tx, Kind::Links, 10, 20);
    return http::json([&](json::Writer& out) { write_links(out, tx, links); });
}

} // namespace trends
