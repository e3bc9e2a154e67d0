#pragma once

#include "base/config.h"
#include "base/result.h"
#include "statuses/mentions.h"

#include <string>
#include <string_view>
#include <vector>

namespace statuses {

// What a post says, as its author typed it: what posting and editing have in common.
struct Wording {
    std::string text;
    std::string spoiler_text;

    bool operator==(const Wording&) const = default;
};

// As it may be stored. A content warning without a text becomes the text, unless there is a quote for it to stand
// before.
Wording wording_of(std::string_view text, std::string_view spoiler_text, bool has_quote = false);

// Invalid for an empty text, unless there are pictures or a quote that say it all, and for one that is too long.
Result<> check_wording(const Wording& wording, bool has_more);

// The HTML that readers get of a text; `mentions` are links in it. What stands at `quoted_url` is quoted.
std::string render(const base::Config& config, std::string_view text, const std::vector<Mention>& mentions,
                   std::string_view quoted_url = "");

} // namespace statuses
