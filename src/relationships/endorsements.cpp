#include "relationships/endorsements.h"

#include "accounts/accounts.h"
#include "relationships/effects.h"
#include "relationships/follows.h"

namespace relationships {

Result<> endorse(db::Tx& tx, const accounts::Account& account, AccountId target_id) {
    const auto target = TRY(accounts::find_shown(tx, target_id));
    if (!is_following(tx, account.id, target.id)) {
        return base::invalid("Validation failed: You must be already following the person you want to endorse");
    }
    tx.exec(R"(
        insert into endorsements (id, account_id, target_account_id, created_at) values ($1, $2, $3, $4)
        on conflict (account_id, target_account_id) do nothing)", {tx.new_id(), account.id, target.id, tx.now()});
    return {};
}

Result<> unendorse(db::Tx& tx, const accounts::Account& account, AccountId target_id) {
    const auto target = TRY(accounts::find_shown(tx, target_id));
    forget_endorsement(tx, account.id, target.id);
    return {};
}

} // namespace relationships
