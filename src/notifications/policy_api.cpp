#include "notifications/policy_api.h"

#include "notifications/policy.h"
#include "notifications/requests.h"

namespace notifications {

namespace {

void write_summary(json::Writer& out, const Pending& pending) {
    out.key("summary");
    out.begin_object();
    out.field("pending_requests_count", pending.requests);
    out.field("pending_notifications_count", pending.notifications);
    out.end_object();
}

// https://docs.joinmastodon.org/entities/NotificationPolicy/
http::Reply policy_reply(db::Tx& tx, AccountId reader, const Policy& policy) {
    const Pending pending = pending_of(tx, reader);
    return http::json([&](json::Writer& out) {
        out.begin_object();
        for (const PolicyPart& part : kPolicyParts) {
            out.key("for_" + std::string(part.name));
            out.value(to_string(policy.*part.action));
        }
        write_summary(out, pending);
        out.end_object();
    });
}

// The first version knew no limited accounts, and no dropping.
bool is_in_v1(const PolicyPart& part) { return part.action != &Policy::limited_accounts; }

// https://docs.joinmastodon.org/entities/V1_NotificationPolicy/
http::Reply policy_reply_v1(db::Tx& tx, AccountId reader, const Policy& policy) {
    const Pending pending = pending_of(tx, reader);
    return http::json([&](json::Writer& out) {
        out.begin_object();
        for (const PolicyPart& part : kPolicyParts) {
            if (!is_in_v1(part)) continue;
            out.key("filter_" + std::string(part.name));
            out.value(policy.*part.action == Action::Filter);
        }
        write_summary(out, pending);
        out.end_object();
    });
}

} // namespace

// https://docs.joinmastodon.org/methods/notifications/#get-policy
http::Reply get_policy(const http::Request& request, db::Tx& tx) {
    const AccountId reader = request.account().id;
    return policy_reply(tx, reader, policy_of(tx, reader));
}

// https://docs.joinmastodon.org/methods/notifications/#update-the-filtering-policy-for-notifications
http::Reply patch_policy(const http::Request& request, db::Tx& tx) {
    const AccountId reader = request.account().id;
    Policy policy = policy_of(tx, reader);
    for (const PolicyPart& part : kPolicyParts) {
        const std::string name = "for_" + std::string(part.name);
        const auto word = request.text(name);
        if (!word) continue;
        const auto action = action_from(*word);
        if (!action) return base::invalid("Validation failed: " + name + " must be accept, filter or drop");
        policy.*part.action = *action;
    }
    set_policy(tx, reader, policy);
    return policy_reply(tx, reader, policy);
}

// https://docs.joinmastodon.org/methods/notifications/#get-policy-v1
http::Reply get_policy_v1(const http::Request& request, db::Tx& tx) {
    const AccountId reader = request.account().id;
    return policy_reply_v1(tx, reader, policy_of(tx, reader));
}

// https://docs.joinmastodon.org/methods/notifications/#update-policy-v1
http::Reply patch_policy_v1(const http::Request& request, db::Tx& tx) {
    const AccountId reader = request.account().id;
    Policy policy = policy_of(tx, reader);
    for (const PolicyPart& part : kPolicyParts) {
        const auto filters = request.boolean("filter_" + std::string(part.name));
        if (filters && is_in_v1(part)) policy.*part.action = *filters ? Action::Filter : Action::Accept;
    }
    set_policy(tx, reader, policy);
    return policy_reply_v1(tx, reader, policy);
}

} // namespace notifications
