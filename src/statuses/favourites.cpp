#include "statuses/favourites.h"

#include "notifications/notifications.h"
#include "statuses/stats.h"
#include "statuses/visibility.h"

namespace statuses {

namespace {

// False if it was there already.
bool insert_favourite(db::Tx& tx, AccountId account, StatusId status) {
    return tx.exec(R"(
        insert into favourites (id, account_id, status_id, created_at) values ($1, $2, $3, $4)
        on conflict (status_id, account_id) do nothing)", {tx.new_id(), account, status, tx.now()}) == 1;
}

// False if it was not there.
bool delete_favourite(db::Tx& tx, AccountId account, StatusId status) {
    return tx.exec("delete from favourites where status_id = $1 and account_id = $2", {status, account}) == 1;
}

} // namespace

Result<> favourite(db::Tx& tx, const accounts::Account& account, StatusId id) {
    const Status status = TRY(find_visible_original(tx, id, account));
    if (!insert_favourite(tx, account.id, status.id)) return {};

    count_favourites(tx, status.id, +1);
    notifications::notify(
        tx, {.to = status.author, .kind = notifications::Kind::Favourite, .from = account.id, .status = status.id});
    return {};
}

Result<> unfavourite(db::Tx& tx, const accounts::Account& account, StatusId id) {
    const Status status = TRY(find_original_to_leave(tx, id, account));
    if (!delete_favourite(tx, account.id, status.id)) return {};

    count_favourites(tx, status.id, -1);
    notifications::withdraw(
        tx, {.to = status.author, .kind = notifications::Kind::Favourite, .from = account.id, .status = status.id});
    return {};
}

} // namespace statuses
