#pragma once

#include "base/ids.h"
#include "db/db.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

// Where what we send goes: the inboxes of people elsewhere, shared ones once. Suspended people get nothing.
namespace federation {

// Those of the followers of one of ours.
std::vector<std::string> follower_inboxes(db::Tx& tx, AccountId local);
// Those of the ones among `accounts` who are elsewhere.
std::vector<std::string> inboxes_of(db::Tx& tx, std::span<const AccountId> accounts);

// Somebody elsewhere, and where to write to them alone.
struct Correspondent {
    std::string uri;
    std::string inbox;
};
// Whether who is suspended here hears of it: what ends shall end there, too.
enum class Suspended { LeftOut, Told };
// Nothing for our own people.
std::optional<Correspondent> find_correspondent(db::Tx& tx, AccountId account,
                                                Suspended suspended = Suspended::LeftOut);

// Whether we know anybody elsewhere at all.
bool knows_others(db::Tx& tx);

// The first column, each once.
std::vector<std::string> distinct_inboxes(db::Rows rows);

} // namespace federation
