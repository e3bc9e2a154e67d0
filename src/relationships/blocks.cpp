#include "relationships/blocks.h"

#include "accounts/accounts.h"
#include "conversations/conversations.h"
#include "notifications/notifications.h"
#include "relationships/effects.h"
#include "relationships/follows.h"

namespace relationships {

namespace {

// False if it was there already.
bool insert_block(db::Tx& tx, AccountId account, AccountId target) {
    return tx.exec(R"(
        insert into blocks (id, account_id, target_account_id, created_at) values ($1, $2, $3, $4)
        on conflict (account_id, target_account_id) do nothing)", {tx.new_id(), account, target, tx.now()}) == 1;
}

void announce_to_both(db::Tx& tx, AccountId account, AccountId target) {
    for (const auto id : {account, target}) {
        drop_feed(tx, id);
        announce_change(tx, id);
    }
}

} // namespace

Result<> block(db::Tx& tx, const accounts::Account& account, AccountId target_id) {
    const auto target = TRY(accounts::find_shown(tx, target_id));
    if (target.id == account.id || !insert_block(tx, account.id, target.id)) return {};

    TRY(unfollow(tx, account, target.id));
    TRY(remove_follower(tx, account, target.id));
    notifications::forget(tx, account.id, target.id);
    conversations::forget_with(tx, account.id, target.id);
    announce_to_both(tx, account.id, target.id);
    return {};
}

Result<> unblock(db::Tx& tx, const accounts::Account& account, AccountId target) {
    TRY(accounts::find_shown(tx, target));
    const auto deleted =
        tx.exec("delete from blocks where account_id = $1 and target_account_id = $2", {account.id, target});
    if (deleted > 0) announce_to_both(tx, account.id, target);
    return {};
}

} // namespace relationships
