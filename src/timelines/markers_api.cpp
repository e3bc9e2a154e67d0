#include "timelines/markers_api.h"

#include "timelines/markers.h"

#include <optional>
#include <vector>

namespace timelines {

namespace {

// home[last_read_id] and its like; absent when the request does not speak of that timeline.
Result<std::optional<std::int64_t>> last_read(const http::Request& request, std::string_view timeline) {
    const auto* marker = request.object(timeline);
    const auto* id = marker == nullptr ? nullptr : marker->if_contains("last_read_id");
    if (id == nullptr) return std::nullopt;
    const auto text = http::text_of(*id);
    const auto number = text ? base::parse_id(*text) : std::nullopt;
    if (!number) return base::invalid("Validation failed: last_read_id is not an id");
    return number;
}

} // namespace

// https://docs.joinmastodon.org/methods/markers/#get
http::Reply get_markers(const http::Request& request, db::Tx& tx) {
    return http::json(
        [&](json::Writer& out) { write_markers(out, tx, request.account().id, request.texts("timeline")); });
}

// https://docs.joinmastodon.org/methods/markers/#create
http::Reply post_markers(const http::Request& request, db::Tx& tx) {
    std::vector<std::string> changed;
    for (const std::string timeline : {"home", "notifications"}) {
        const auto id = TRY(last_read(request, timeline));
        if (!id) continue;
        set_marker(tx, request.account().id, timeline, *id);
        changed.push_back(timeline);
    }
    return http::json([&](json::Writer& out) { write_markers(out, tx, request.account().id, changed); });
}

} // namespace timelines
