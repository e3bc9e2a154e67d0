#include "statuses/purging.h"

#include "accounts/accounts.h"
#include "relationships/follows.h"
#include "statuses/deletion.h"
#include "statuses/favourites.h"

namespace statuses {

namespace {

constexpr int kBatch = 50;

// Whether some may be left.
bool delete_statuses(db::Tx& tx, const accounts::Account& account) {
    const auto ids = tx.query_ids<StatusId>("select id from statuses where account_id = $1 order by id desc limit $2",
                                            {account.id, kBatch});
    for (const StatusId id : ids) (void)delete_status(tx, account, id);
    return ids.size() == kBatch;
}

bool take_back_favourites(db::Tx& tx, const accounts::Account& account) {
    const auto ids = tx.query_ids<StatusId>(
        "select status_id from favourites where account_id = $1 order by id desc limit $2", {account.id, kBatch});
    for (const StatusId id : ids) (void)unfavourite(tx, account, id);
    return ids.size() == kBatch;
}

bool part(db::Tx& tx, const accounts::Account& account) {
    const auto followed = tx.query_ids<AccountId>(
        "select target_account_id from follows where account_id = $1 order by id limit $2", {account.id, kBatch});
    for (const AccountId id : followed) (void)relationships::unfollow(tx, account, id);
    const auto followers = tx.query_ids<AccountId>(
        "select account_id from follows where target_account_id = $1 order by id limit $2", {account.id, kBatch});
    for (const AccountId id : followers) (void)relationships::reject_outgoing_follow(tx, id, account.id);
    return followed.size() == kBatch || followers.size() == kBatch;
}

} // namespace

bool purge_some(db::Tx& tx, const accounts::Account& account) {
    return delete_statuses(tx, account) || take_back_favourites(tx, account) || part(tx, account);
}

// Where it moved from stays, and leads nowhere.
void delete_purged(db::Tx& tx, AccountId id) {
    tx.exec("update accounts set moved_to_account_id = null where moved_to_account_id = $1", {id});
    tx.exec("delete from accounts where id = $1", {id});
}

} // namespace statuses
