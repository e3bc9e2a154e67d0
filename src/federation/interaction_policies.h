#pragma once

#include "accounts/interaction_policy.h"
#include "base/json.h"

#include <string>
#include <vector>

namespace federation {

// What an owner calls the groups of people around them; empty: not known.
struct Circle {
    std::string owner, followers, following;
};

// Whom they accept without being asked and after being asked, by ids. Themselves they always do.
accounts::InteractionPolicy read_policy(const std::vector<std::string>& automatic,
                                        const std::vector<std::string>& manual, const Circle& circle);
// The same of {"automaticApproval": […], "manualApproval": […]}. That somebody accepts nobody but themselves is said
// in so many words: InteractionPolicy::Nobody.
accounts::InteractionPolicy read_policy(const json::Object& policy, const Circle& circle);

} // namespace federation
