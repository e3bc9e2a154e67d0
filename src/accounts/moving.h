#pragma once

#include "accounts/account.h"
#include "base/result.h"
#include "db/db.h"

#include <string>
#include <vector>

// Our people who go elsewhere, or come from there. Those of other servers: relationships/moves_federation.cpp.
namespace accounts {

// Which other accounts one of ours is: by their ids of ActivityPub, first the one that was named first.
std::vector<std::string> aliases(db::Tx& tx, AccountId account);
// Says that `account`, one of ours, is also `other`, who can then move to it. Once more changes nothing.
// Effects: other servers get the profile anew. Errors: Invalid for itself, and for too many.
Result<> add_alias(db::Tx& tx, const Account& account, const Account& other);
// Errors: NotFound when it is none.
Result<> remove_alias(db::Tx& tx, const Account& account, std::string_view uri);

enum class Cooldown { Kept, Ignored };
// `account`, one of ours, is `target` from now on, here or elsewhere; `target` says so, too. Its owner signs in no more
// but to come back.
// Effects: its page and document name `target`; followers elsewhere and who blocks it hear of it, our own follow
// `target` instead, in a job.
// Errors: Invalid for itself, for where it is already, for who does not name it as an alias, and within 30 days of the
// last time; NotFound for who is suspended.
Result<> move(db::Tx& tx, const Account& account, const Account& target, Cooldown cooldown = Cooldown::Kept);
// Names nobody any more; followers stay where they are. Errors: Invalid when it has not moved.
Result<> return_from_move(db::Tx& tx, const Account& account);

} // namespace accounts
