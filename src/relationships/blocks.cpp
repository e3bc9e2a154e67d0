#include "relationships/blocks.h"

#include "accounts/accounts.h"
#include "collections/items.h"
#include "conversations/conversations.h"
#include "notifications/notifications.h"
#include "relationships/effects.h"
#include "relationships/follows.h"
#include "relationships/outgoing.h"

namespace relationships {

namespace {

// Its id; nullopt if it was there already.
std::optional<std::int64_t> insert_block(db::Tx& tx, AccountId account, AccountId target) {
    const auto id = tx.new_id();
    const auto inserted = tx.exec(R"(
        insert into blocks (id, account_id, target_account_id, created_at) values ($1, $2, $3, $4)
        on conflict (account_id, target_account_id) do nothing)", {id, account, target, tx.now()});
    return inserted == 1 ? std::optional(id) : std::nullopt;
}

std::optional<std::int64_t> delete_block(db::Tx& tx, AccountId account, AccountId target) {
    return tx.query_integer("delete from blocks where account_id = $1 and target_account_id = $2 returning id",
                            {account, target});
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
    if (target.id == account.id) return {};
    const auto block = insert_block(tx, account.id, target.id);
    if (!block) return {};

    TRY(unfollow(tx, account, target.id));
    TRY(remove_follower(tx, account, target.id));
    notifications::forget(tx, account.id, target.id);
    conversations::forget_with(tx, account.id, target.id);
    collections::part(tx, account.id, target.id);
    announce_to_both(tx, account.id, target.id);
    if (account.is_local() && !target.is_local()) send_block(tx, account, target.id, *block);
    return {};
}

Result<> unblock(db::Tx& tx, const accounts::Account& account, AccountId target_id) {
    const auto target = TRY(accounts::find_shown(tx, target_id));
    const auto block = delete_block(tx, account.id, target.id);
    if (!block) return {};
    announce_to_both(tx, account.id, target.id);
    if (account.is_local() && !target.is_local()) send_undo_block(tx, account, target.id, *block);
    return {};
}

} // namespace relationships
