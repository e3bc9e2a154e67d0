#include "statuses/favourites.h"

#include "notifications/notifications.h"
#include "statuses/stats.h"
#include "statuses/visibility.h"

namespace statuses {

namespace {

// Its id; nullopt if it was there already.
std::optional<std::int64_t> insert_favourite(db::Tx& tx, AccountId account, StatusId status, std::string_view uri) {
    const auto id = tx.new_id();
    const auto inserted = tx.exec(R"(
        insert into favourites (id, account_id, status_id, created_at, uri) values ($1, $2, $3, $4, nullif($5, ''))
        on conflict (status_id, account_id) do nothing)", {id, account, status, tx.now(), uri});
    return inserted == 1 ? std::optional(id) : std::nullopt;
}

// nullopt if it was not there.
std::optional<std::int64_t> delete_favourite(db::Tx& tx, AccountId account, StatusId status) {
    return tx.query_integer("delete from favourites where status_id = $1 and account_id = $2 returning id",
                            {status, account});
}

} // namespace

Result<> favourite(db::Tx& tx, const accounts::Account& account, StatusId id) {
    favourite(tx, account, TRY(find_to_react_to(tx, id, account)));
    return {};
}

void favourite(db::Tx& tx, const accounts::Account& account, const Status& status, std::string_view uri) {
    const auto inserted = insert_favourite(tx, account.id, status.id, uri);
    if (!inserted) return;

    count_favourites(tx, status.id, +1);
    notifications::notify(
        tx, {.to = status.author, .kind = notifications::Kind::Favourite, .from = account.id, .status = status.id});
    if (account.is_local() && !status.is_local) send_like(tx, account, status.id, *inserted);
}

Result<> unfavourite(db::Tx& tx, const accounts::Account& account, StatusId id) {
    return unfavourite(tx, account, id, Telling::Others);
}

Result<> unfavourite(db::Tx& tx, const accounts::Account& account, StatusId id, Telling telling) {
    const Status status = TRY(find_original_to_leave(tx, id, account));
    const auto deleted = delete_favourite(tx, account.id, status.id);
    if (!deleted) return {};

    count_favourites(tx, status.id, -1);
    notifications::withdraw(
        tx, {.to = status.author, .kind = notifications::Kind::Favourite, .from = account.id, .status = status.id});
    const bool is_told = account.is_local() && !status.is_local && telling == Telling::Others;
    if (is_told) send_undo_like(tx, account, status.id, *deleted);
    return {};
}

} // namespace statuses
