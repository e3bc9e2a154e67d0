#pragma once

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "db/db.h"

#include <string>
#include <string_view>
#include <vector>

// Servers that pass public posts on to all who subscribe to them. Ours go to their inboxes; what they announce is
// fetched from where it comes from, because nobody may speak for others.
namespace federation {

enum class RelayState { Asked = 0, Accepted = 1, Rejected = 2 };

struct Relay {
    std::int64_t id = 0;
    std::string inbox;
    RelayState state = RelayState::Asked;
    base::Time created_at{};
};

// Subscribes, as the server itself; nothing goes there before it accepts. One that has rejected us is asked anew.
// Errors: Invalid for what is no address of an inbox elsewhere; Conflict when we have subscribed already.
Result<> add_relay(db::Tx& tx, std::string_view inbox);
// Errors: NotFound.
Result<> remove_relay(db::Tx& tx, std::string_view inbox);
// In the order in which they were added.
std::vector<Relay> relays(db::Tx& tx);

// What `actor_uri` answers to the Follow `follow_uri`: from then on that actor is the relay, and nobody else of its
// server. False when that is not our subscription to a relay on its host, or another actor's.
bool answer_relay(db::Tx& tx, std::string_view follow_uri, std::string_view actor_uri, RelayState answer);

// Whether `actor` is the relay that has accepted us; also as a condition on what SQL calls `account`.
bool is_relay(db::Tx& tx, AccountId actor);
std::string sql_of_is_relay(std::string_view account);

} // namespace federation
