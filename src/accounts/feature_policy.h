#pragma once

#include "accounts/interaction_policy.h"
#include "base/ids.h"
#include "db/db.h"

#include <span>
#include <unordered_map>

// Who may put somebody into a collection of people (collections/). https://w3id.org/fep/7aa9
namespace accounts {

// What our own people let others do follows from how they want to be found: nobody, unless they are discoverable;
// their followers, if they look at each of these; else everybody.
InteractionPolicy local_feature_policy(bool is_discoverable, bool is_locked);

// An account, and whom it lets.
struct Featurable {
    AccountId id;
    InteractionPolicy policy;
    bool is_local = true;
};
// What each of them says to `asker`; 0: nobody, who may not. A statement where it depends on who follows whom, and
// `known` does not have that.
std::unordered_map<AccountId, Consent> feature_consents(db::Tx& tx, AccountId asker,
                                                        std::span<const Featurable> accounts,
                                                        const Acquaintances& known = {});
// The same of one, from the database.
Consent feature_consent(db::Tx& tx, AccountId asker, AccountId account);

} // namespace accounts
