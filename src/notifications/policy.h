#pragma once

#include "base/ids.h"
#include "db/db.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

// What a reader wants to hear from whom.
namespace notifications {

struct Notice;
struct Sender;

// What becomes of a notification: told; kept apart until the reader decides; never stored.
enum class Action : std::uint8_t { Accept, Filter, Drop };

std::string_view to_string(Action action);
std::optional<Action> action_from(std::string_view word);

struct Policy {
    Action not_following = Action::Accept;    // People whom the reader does not follow.
    Action not_followers = Action::Accept;    // People who do not follow the reader, or only since a few days ago.
    Action new_accounts = Action::Accept;     // Not followed, and here for less than a month.
    Action private_mentions = Action::Filter; // Not followed, and not in answer to the reader's own.
    Action limited_accounts = Action::Filter; // Not followed, and limited by our moderators.
    Action bots = Action::Accept;             // Not followed.
};

// Its parts, for whoever reads or writes them all.
struct PolicyPart {
    std::string_view name; // "not_following"
    Action Policy::*action;
};
inline constexpr std::array<PolicyPart, 6> kPolicyParts = {{
    {"not_following", &Policy::not_following},
    {"not_followers", &Policy::not_followers},
    {"new_accounts", &Policy::new_accounts},
    {"private_mentions", &Policy::private_mentions},
    {"limited_accounts", &Policy::limited_accounts},
    {"bots", &Policy::bots},
}};

Policy policy_of(db::Tx& tx, AccountId reader);
void set_policy(db::Tx& tx, AccountId reader, const Policy& policy);

// The columns of notification_policies in the order of kPolicyParts, the first of which is `column`: the defaults where
// there is no row.
Policy read_policy(const db::Rows& rows, int column);

// What the reader's policy makes of this. Kinds that do not come from strangers, people whom the reader has let
// through, and mentions from staff above the reader's own role are accepted.
Action decide(db::Tx& tx, const Notice& notice, const Sender& sender);

} // namespace notifications
