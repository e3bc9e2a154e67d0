#pragma once

#include "base/clock.h"
#include "base/ids.h"
#include "db/db.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// What others sent, between its arrival and its effect: rows, leased by a worker, in order for each actor.
namespace federation {

struct Received {
    std::int64_t id;
    AccountId actor;
    std::optional<AccountId> inbox_account;
    std::string activity; // JSON
    int attempt = 1;      // 1 for the first.
    std::string request;  // Tells the request from others.
};

// Keeps an activity, unless the very same request had its effect before: `signature` is that of the request. Rings who
// applies it after the commit.
void keep_received(db::Tx& tx, AccountId actor, std::optional<AccountId> inbox_account, std::string_view activity,
                   std::string_view signature);

// Whether nothing has been done with just these bytes before; nor will be from now on, for two days.
bool is_first(db::Tx& tx, std::string_view activity);

// Leases up to `limit` activities that are due, oldest first; none of an actor of whom an older one waits to be tried
// again, or is being worked on.
std::vector<Received> lease_received(db::Tx& tx, int limit);

// Whether anything is due.
bool has_due_received(db::Tx& tx);

// Removes a leased activity, as the first thing in the transaction that applies it: then both happen, or neither. False
// when it must not be applied: the lease was lost to somebody else, or the very same request has had its effect.
bool take_received(db::Tx& tx, const Received& received);
// The same of several: the ids of those that are to be applied, in order.
std::vector<std::int64_t> take_received(db::Tx& tx, std::span<const Received* const> all);

// After a fault: due again after a pause; or given up for good after so many attempts. True when it is given up.
inline constexpr int kMaxAttempts = 6;
bool postpone_received(db::Tx& tx, const Received& received, std::string_view error);

// Gives back what was not begun.
void release_received(db::Tx& tx, const Received& received);

// Gives back all that was leased: on SQLite nobody else can have leased it when the server starts.
void release_all_received(db::Tx& tx);

} // namespace federation
