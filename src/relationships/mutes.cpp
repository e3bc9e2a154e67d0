#include "relationships/mutes.h"

#include "accounts/accounts.h"
#include "notifications/notifications.h"
#include "relationships/effects.h"

#include <optional>
#include <set>

namespace relationships {

namespace {

// Further than anybody plans, and far from the end of what a time can hold.
constexpr std::chrono::seconds kMaxDuration = std::chrono::years(100);

std::optional<base::Time> expiry(base::Time now, std::chrono::seconds duration) {
    if (duration <= std::chrono::seconds(0)) return std::nullopt;
    return now + std::min(duration, kMaxDuration);
}

void upsert_mute(db::Tx& tx, AccountId account, AccountId target, const MuteOptions& options) {
    tx.exec(R"(
        insert into mutes (id, account_id, target_account_id, hides_notifications, expires_at, created_at)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (account_id, target_account_id) do update
        set hides_notifications = excluded.hides_notifications, expires_at = excluded.expires_at)",
            {tx.new_id(), account, target, options.hides_notifications, expiry(tx.now(), options.duration), tx.now()});
}

void refresh(db::Tx& tx, AccountId account) {
    drop_feed(tx, account);
    announce_change(tx, account);
}

} // namespace

Result<> mute(db::Tx& tx, const accounts::Account& account, AccountId target_id, const MuteOptions& options) {
    const auto target = TRY(accounts::find_shown(tx, target_id));
    if (target.id == account.id) return {};

    upsert_mute(tx, account.id, target.id, options);
    if (options.hides_notifications) notifications::forget(tx, account.id, target.id);
    refresh(tx, account.id);
    return {};
}

Result<> unmute(db::Tx& tx, const accounts::Account& account, AccountId target) {
    TRY(accounts::find_shown(tx, target));
    const auto deleted =
        tx.exec("delete from mutes where account_id = $1 and target_account_id = $2", {account.id, target});
    if (deleted > 0) refresh(tx, account.id);
    return {};
}

int delete_expired_mutes(db::Tx& tx, int limit) {
    int count = 0;
    std::set<AccountId> accounts;
    auto rows = tx.query(R"(
        delete from mutes where id in (
            select id from mutes where expires_at is not null and expires_at <= $1 order by expires_at limit $2)
        returning account_id)", {tx.now(), limit});
    while (rows.next()) {
        ++count;
        accounts.insert(rows.id<AccountId>(0));
    }
    for (const auto account : accounts) refresh(tx, account);
    return count;
}

} // namespace relationships
