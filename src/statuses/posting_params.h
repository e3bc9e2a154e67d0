#pragma once

#include "http/request.h"
#include "statuses/polls.h"
#include "statuses/status.h"

#include <optional>
#include <vector>

// What requests that post and edit have in common.
namespace statuses {

// poll[options][], poll[expires_in], poll[multiple], poll[hide_totals]; nothing when there is none.
std::optional<PollDraft> poll_of(const http::Params& params);

// media_ids[], in order; what is no id is no file either: 0.
std::vector<MediaId> media_of(const http::Params& params);

// Nothing when it is left open. Invalid for a word that is none.
Result<std::optional<Visibility>> visibility_of(const http::Params& params);

// scheduled_at; nothing when it is absent or empty. Invalid for what is no time.
Result<std::optional<base::Time>> scheduled_time_of(const http::Params& params);

// The post to quote.
std::optional<StatusId> quoted_of(const http::Params& params);

// Invalid for a policy for quotes that there is not: the post would not be what its author meant.
Result<> check_what_is_asked(const http::Params& params);

} // namespace statuses
