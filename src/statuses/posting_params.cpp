#include "statuses/posting_params.h"

#include <algorithm>
#include <array>

namespace statuses {

namespace {

constexpr std::array<std::string_view, 4> kQuotePolicies = {"", "public", "followers", "nobody"};

} // namespace

std::optional<PollDraft> poll_of(const http::Params& params) {
    const json::Object* poll = params.object("poll");
    if (!poll) return std::nullopt;
    const http::Params of_poll(*poll);
    return PollDraft{.options = written_options(of_poll.texts("options")),
                     .expires_in = std::chrono::seconds(of_poll.integer("expires_in").value_or(0)),
                     .is_multiple = of_poll.flag("multiple"),
                     .hides_totals = of_poll.flag("hide_totals")};
}

std::vector<MediaId> media_of(const http::Params& params) {
    std::vector<MediaId> ids;
    for (const std::string& text : params.texts("media_ids")) {
        if (!text.empty()) ids.push_back(MediaId{base::parse_id(text).value_or(0)});
    }
    return ids;
}

Result<std::optional<Visibility>> visibility_of(const http::Params& params) {
    const auto text = params.text("visibility");
    if (!text || text->empty()) return std::optional<Visibility>();
    const auto visibility = parse_visibility(*text);
    if (!visibility) return base::invalid("Validation failed: Visibility is not included in the list");
    return visibility;
}

Result<std::optional<base::Time>> scheduled_time_of(const http::Params& params) {
    const auto text = params.text("scheduled_at");
    if (!text || text->empty()) return std::optional<base::Time>();
    const auto time = base::parse_iso8601(*text);
    if (!time) return base::invalid("Validation failed: Scheduled at is not a time such as 2030-01-02T03:04:05Z");
    return time;
}

// Also as some servers had it before Mastodon. What is no id is no post either: 0.
std::optional<StatusId> quoted_of(const http::Params& params) {
    for (const auto* name : {"quoted_status_id", "quote_id"}) {
        if (params.text_or(name, "") != "") return params.maybe_id<StatusId>(name).value_or(StatusId{});
    }
    return std::nullopt;
}

Result<> check_what_is_asked(const http::Params& params) {
    const auto policy = params.text_or("quote_approval_policy", "");
    if (std::find(kQuotePolicies.begin(), kQuotePolicies.end(), policy) == kQuotePolicies.end()) {
        return base::invalid("Validation failed: Quote approval policy is not included in the list");
    }
    return {};
}

} // namespace statuses
