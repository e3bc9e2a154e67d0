#include "statuses/deletion.h"

#include "accounts/accounts.h"
#include "conversations/conversations.h"
#include "notifications/notifications.h"
#include "statuses/page.h"
#include "statuses/quotes.h"
#include "statuses/stats.h"
#include "tags/featured.h"
#include "timelines/fan_out.h"

namespace statuses {

namespace {

// Boosts go with their original, and their boosters' counts follow.
void uncount_reblogs_of(db::Tx& tx, StatusId id) { tx.exec(R"(
        update account_stats set statuses_count = statuses_count - 1
        where account_id in (select account_id from statuses where reblog_of_id = $1))", {id}); }

void uncount(db::Tx& tx, const Status& status) {
    if (status.visibility != Visibility::Direct) accounts::count_statuses(tx, status.author, -1);
    if (status.reblog_of) count_reblogs(tx, *status.reblog_of, -1);
    if (status.in_reply_to && is_distributable(status.visibility)) count_replies(tx, *status.in_reply_to, -1);
}

// What the author of the original was told goes with the boost.
void withdraw_reblog(db::Tx& tx, const Status& reblog, const Status& original) {
    notifications::withdraw(
        tx, {.to = original.author, .kind = notifications::Kind::Reblog, .from = reblog.author, .status = original.id});
}

} // namespace

Result<> delete_status(db::Tx& tx, const accounts::Account& account, StatusId id, media::Fate media, Telling telling) {
    const StatusPage page(tx, std::span(&id, 1), account);
    const StatusRow* status = page.row(id);
    if (!status || status->author != account.id) return base::not_found();

    if (account.is_local() && telling == Telling::Others) send_deletion(tx, account, *status);
    timelines::fan_out_deletion(tx, *status);
    conversations::remove_status(tx, *status);
    // The original may have gone while this was read.
    const StatusRow* original = status->reblog_of ? page.row(*status->reblog_of) : nullptr;
    if (original) withdraw_reblog(tx, *status, *original);
    if (status->quote_state) forget_quote(tx, id);
    uncount_reblogs_of(tx, id);
    uncount(tx, *status);
    tags::uncount_featured(tx, id);
    media::let_go(tx, id, media);
    tx.exec("delete from statuses where id = $1", {id});
    return {};
}

} // namespace statuses
