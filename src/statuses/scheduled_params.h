#pragma once

#include "statuses/posting.h"

#include <string>
#include <string_view>

namespace statuses {

// A draft as a scheduled status keeps it, which is as its author sees it: the JSON object of
// https://docs.joinmastodon.org/entities/ScheduledStatus/#params. Without a policy for quotes it has `quote_policy`.
std::string params_of(const Draft& draft, std::string_view quote_policy);

// Back again. What we did not write is a fault.
Draft draft_of_params(std::string_view params);

} // namespace statuses
