#pragma once

#include "base/clock.h"
#include "base/ids.h"
#include "db/db.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

// Follows that ended because a server was blocked, without either side having asked for it: who of ours lost how many.
namespace relationships {

using SeveranceId = base::Id<struct SeveranceTag>;

enum class SeveranceKind : std::uint8_t {
    DomainBlock,     // By the operator.
    UserDomainBlock, // By the person.
};

// What caused it.
struct SeveranceEvent {
    SeveranceKind kind;
    std::string target; // The domain.
    base::Time occurred_at;
};

struct Severance {
    SeveranceId id;
    SeveranceEvent event;
    std::int64_t followers = 0, following = 0;
};

struct Lost {
    int followers = 0, following = 0;
};
// Adds to what `account` (one of ours) lost by this event. Nothing lost is nothing.
void note_lost(db::Tx& tx, const SeveranceEvent& event, AccountId account, const Lost& lost);

// Tells `account` what it lost by this event, once: when all of it is counted.
void tell_severed(db::Tx& tx, const SeveranceEvent& event, AccountId account);
// A job does so with everybody who lost somebody by it.
void tell_severed_later(db::Tx& tx, const SeveranceEvent& event);

std::vector<Severance> find_severances(db::Tx& tx, std::span<const SeveranceId> ids);

} // namespace relationships
