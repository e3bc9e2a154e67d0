#include "statuses/bookmarks.h"

#include "statuses/visibility.h"

namespace statuses {

Result<> bookmark(db::Tx& tx, const accounts::Account& account, StatusId id) {
    const Status status = TRY(find_visible_original(tx, id, account));
    tx.exec(R"(
        insert into bookmarks (id, account_id, status_id, created_at) values ($1, $2, $3, $4)
        on conflict (status_id, account_id) do nothing)", {tx.new_id(), account.id, status.id, tx.now()});
    return {};
}

Result<> unbookmark(db::Tx& tx, const accounts::Account& account, StatusId id) {
    const Status status = TRY(find_original_to_leave(tx, id, account));
    tx.exec("delete from bookmarks where status_id = $1 and account_id = $2", {status.id, account.id});
    return {};
}

} // namespace statuses
