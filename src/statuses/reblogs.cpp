#include "statuses/reblogs.h"

#include "accounts/accounts.h"
#include "cards/cards.h"
#include "notifications/notifications.h"
#include "statuses/deletion.h"
#include "statuses/outgoing.h"
#include "statuses/reach.h"
#include "statuses/stats.h"
#include "statuses/visibility.h"
#include "timelines/fan_out.h"

#include <algorithm>

namespace statuses {

namespace {

// Deliveries are tried again for a week.
constexpr std::chrono::days kRealTimeOfBoosts{8};

base::Time boosted_at(db::Tx& tx, const Status& original, const Announced& as) {
    if (as.at == base::Time{}) return tx.now();
    return std::min(std::max(as.at, base::time_of_id(original.id.value)), tx.now());
}

// Nothing when it was boosted already. A name that another status has already is not given again.
std::optional<StatusId> insert_reblog(db::Tx& tx, const accounts::Account& account, const Status& original,
                                      Visibility visibility, std::string_view uri, base::Time at) {
    const StatusId id{tx.context().ids.next(at)};
    const auto inserted =
        tx.exec(R"(
        insert into statuses (id, account_id, is_local, visibility, conversation_id, reblog_of_id,
                              is_timeline_public, created_at, uri)
        values ($1, $2, $6, $3, $1, $4, false, $5,
                case when $7 <> '' and not exists (select 1 from statuses o where o.uri = $7) then $7 end)
        on conflict (reblog_of_id, account_id) where reblog_of_id is not null do nothing)", {id, account.id, static_cast<int>(visibility), original.id, at, account.is_local(), uri});
    return inserted == 1 ? std::optional<StatusId>(id) : std::nullopt;
}

std::optional<StatusId> find_reblog(db::Tx& tx, AccountId account, StatusId original) {
    const auto id =
        tx.query_integer("select id from statuses where reblog_of_id = $1 and account_id = $2", {original, account});
    return id ? std::optional<StatusId>(StatusId{*id}) : std::nullopt;
}

Result<> may_reblog(const Status& original, AccountId account) {
    const bool is_own_private = original.visibility == Visibility::Private && original.author == account;
    const bool is_open = original.visibility == Visibility::Public || original.visibility == Visibility::Unlisted;
    if (!is_open && !is_own_private) return base::forbidden();
    return {};
}

Result<Visibility> visibility_of_reblog(const Status& original, Visibility wanted) {
    if (original.visibility == Visibility::Private) return Visibility::Private;
    if (wanted == Visibility::Direct) return base::invalid("Validation failed: Visibility is reserved");
    return wanted;
}

Status as_status(const accounts::Account& account, StatusId reblog, StatusId original, Visibility visibility) {
    Status status;
    status.id = status.conversation = reblog;
    status.author = account.id;
    status.is_local = account.is_local();
    status.visibility = visibility;
    status.reblog_of = original;
    return status;
}

} // namespace

Result<StatusId> reblog(db::Tx& tx, const accounts::Account& account, StatusId id, Visibility wanted,
                        const Announced& as) {
    return reblog(tx, account, TRY(find_to_react_to(tx, id, account)), wanted, as);
}

Result<StatusId> reblog(db::Tx& tx, const accounts::Account& account, const Status& original, Visibility wanted,
                        const Announced& as) {
    TRY(may_reblog(original, account.id));
    const auto intended = visibility_of_reblog(original, wanted);
    if (!intended) {
        if (const auto earlier = find_reblog(tx, account.id, original.id)) return *earlier;
        return base::Unexpected(intended.error());
    }
    const Visibility visibility = *intended;
    const base::Time at = boosted_at(tx, original, as);
    const auto reblog = insert_reblog(tx, account, original, visibility, as.uri, at);
    if (!reblog) { // It was there already, or at least until just now.
        const auto earlier = find_reblog(tx, account.id, original.id);
        return earlier ? Result<StatusId>(*earlier) : base::not_found();
    }

    count_reblogs(tx, original.id, +1);
    accounts::count_statuses(tx, account.id, +1, at);
    notifications::notify(
        tx, {.to = original.author, .kind = notifications::Kind::Reblog, .from = account.id, .status = original.id});
    std::optional<db::Rows> reach;
    if (account.is_local()) reach = ask_reach_of_new(tx, *reblog);
    if (!original.is_local) cards::note_boosted(tx, original.id);
    if (at > tx.now() - kRealTimeOfBoosts) {
        timelines::fan_out(
            tx, {.status = as_status(account, *reblog, original.id, visibility), .is_limited = account.is_limited});
    }
    if (reach) send_new(tx, account.id, *reblog, std::move(*reach));
    return *reblog;
}

Visibility usual_visibility_of_reblogs(db::Tx& tx, AccountId account) {
    auto rows = tx.query("select default_visibility from users where account_id = $1", {account});
    const auto usual = rows.next() ? parse_visibility(rows.text(0)) : std::nullopt;
    return usual == Visibility::Direct ? Visibility::Private : usual.value_or(Visibility::Public);
}

Result<StatusId> unreblog(db::Tx& tx, const accounts::Account& account, StatusId id) {
    const Status original = TRY(find_original_to_leave(tx, id, account));
    if (const auto reblog = find_reblog(tx, account.id, original.id)) {
        TRY(delete_status(tx, account, *reblog));
    }
    return original.id;
}

} // namespace statuses
