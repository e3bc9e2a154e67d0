#include "statuses/purging.h"

#include "notifications/notifications.h"
#include "relationships/follows.h"
#include "statuses/deletion.h"
#include "statuses/favourites.h"

#include <fmt/core.h>

namespace statuses {

namespace {

constexpr int kBatch = 50;

// Whether some may be left.
bool delete_statuses(db::Tx& tx, const accounts::Account& account) {
    const auto ids = tx.query_ids<StatusId>("select id from statuses where account_id = $1 order by id desc limit $2",
                                            {account.id, kBatch});
    const auto media = account.is_local() ? media::Fate::Removed : media::Fate::Kept;
    for (const StatusId id : ids) (void)delete_status(tx, account, id, media, Telling::Nobody);
    return ids.size() == kBatch;
}

bool take_back_favourites(db::Tx& tx, const accounts::Account& account) {
    const auto ids = tx.query_ids<StatusId>(
        "select status_id from favourites where account_id = $1 order by id desc limit $2", {account.id, kBatch});
    for (const StatusId id : ids) (void)unfavourite(tx, account, id, Telling::Nobody);
    return ids.size() == kBatch;
}

// Follows, or requests for them.
std::vector<AccountId> followed_in(db::Tx& tx, std::string_view table, AccountId id) {
    return tx.query_ids<AccountId>(
        fmt::format("select target_account_id from {} where account_id = $1 order by id limit $2", table),
        {id, kBatch});
}
std::vector<AccountId> following_in(db::Tx& tx, std::string_view table, AccountId id) {
    return tx.query_ids<AccountId>(
        fmt::format("select account_id from {} where target_account_id = $1 order by id limit $2", table),
        {id, kBatch});
}

bool part(db::Tx& tx, const accounts::Account& account) {
    bool may_be_more = false;
    for (const std::string_view table : {"follows", "follow_requests"}) {
        const auto followed = followed_in(tx, table, account.id);
        for (const AccountId id : followed) (void)relationships::unfollow(tx, account, id);
        const auto followers = following_in(tx, table, account.id);
        for (const AccountId id : followers) (void)relationships::reject_outgoing_follow(tx, id, account.id);
        may_be_more = may_be_more || followed.size() == kBatch || followers.size() == kBatch;
    }
    return may_be_more;
}

bool untell(db::Tx& tx, AccountId id) {
    const auto told = tx.query_ids<AccountId>(R"(
        select distinct account_id from notifications where from_account_id = $1 order by account_id limit $2)", {id, kBatch});
    for (const AccountId reader : told) notifications::forget(tx, reader, id);
    return told.size() == kBatch;
}

} // namespace

bool purge_some(db::Tx& tx, const accounts::Account& account) {
    return delete_statuses(tx, account) || take_back_favourites(tx, account) || part(tx, account)
           || untell(tx, account.id);
}

// Where it moved from stays, and leads nowhere.
void delete_purged(db::Tx& tx, AccountId id) {
    tx.exec("update accounts set moved_to_account_id = null where moved_to_account_id = $1", {id});
    tx.exec("delete from accounts where id = $1", {id});
}

} // namespace statuses
