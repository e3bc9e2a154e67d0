#include "federation/interaction_policies.h"

#include "federation/reading.h"

namespace federation {

namespace {

using accounts::InteractionPolicy;

void read_groups(InteractionPolicy& policy, const std::vector<std::string>& ids, const Circle& circle,
                 void (InteractionPolicy::*add)(InteractionPolicy::Group)) {
    for (const auto& id : ids) {
        if (id == circle.owner) continue; // They always may.
        if (is_public(id)) {
            (policy.*add)(InteractionPolicy::Public);
        } else if (!circle.followers.empty() && id == circle.followers) {
            (policy.*add)(InteractionPolicy::Followers);
        } else if (!circle.following.empty() && id == circle.following) {
            (policy.*add)(InteractionPolicy::Following);
        } else {
            (policy.*add)(InteractionPolicy::Others);
        }
    }
}

} // namespace

InteractionPolicy read_policy(const std::vector<std::string>& automatic, const std::vector<std::string>& manual,
                              const Circle& circle) {
    InteractionPolicy policy;
    read_groups(policy, automatic, circle, &InteractionPolicy::accept);
    read_groups(policy, manual, circle, &InteractionPolicy::consider);
    return policy;
}

InteractionPolicy read_policy(const json::Object& policy, const Circle& circle) {
    const auto automatic = ids_in(policy, "automaticApproval"), manual = ids_in(policy, "manualApproval");
    InteractionPolicy read = read_policy(automatic, manual, circle);
    const bool says_something = !automatic.empty() || !manual.empty();
    if (says_something && read == InteractionPolicy()) read.accept(InteractionPolicy::Nobody);
    return read;
}

} // namespace federation
