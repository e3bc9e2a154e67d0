#pragma once

#include "accounts/account.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/result.h"
#include "db/db.h"

#include <optional>
#include <string>

// Our people who go elsewhere, or come from there. Those of other servers: relationships/moves_federation.cpp.
namespace accounts {

// Whether one of ours who moves takes their followers along, or is but shown to be elsewhere.
enum class Followers { Taken, Left };
enum class Cooldown { Kept, Ignored };

struct Move {
    Followers followers = Followers::Taken;
    Cooldown cooldown = Cooldown::Kept; // 30 days from one time that followers are taken along to the next.
};

enum class MoveObstacle { Themselves, Gone, ThereAlready, NotNamed, TooSoon };
// Why `account`, one of ours, cannot be `target`. Only who takes followers along must be named as an alias by `target`,
// and waits for the cooldown.
std::optional<MoveObstacle> obstacle_to_move(db::Tx& tx, const Account& account, const Account& target, Move how = {});

// `account` is `target` from now on, here or elsewhere. Its apps are refused until it comes back; its owner goes on
// signing in to the pages.
// Effects: its page and document name `target`. Where followers are taken along: those elsewhere and who blocks it hear
// of it, our own follow `target` instead, in a job; and it is kept as a past move.
// Errors: where there is an obstacle, NotFound for who is gone, Invalid for the others.
Result<> move(db::Tx& tx, const Account& account, const Account& target, Move how = {});
// Names nobody any more; followers stay where they are. Errors: Invalid when it has not moved.
Result<> return_from_move(db::Tx& tx, const Account& account);

// Who `account` is now.
std::optional<Account> moved_to(db::Tx& tx, AccountId account);
// When it may take followers along again; nullopt: at once.
std::optional<base::Time> may_move_from(db::Tx& tx, AccountId account);

// "alice@social.example", ours too.
std::string full_handle(const base::Config& config, const Account& account);

} // namespace accounts
