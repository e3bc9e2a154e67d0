#include "statuses/deletion.h"

#include "accounts/accounts.h"
#include "conversations/conversations.h"
#include "notifications/notifications.h"
#include "statuses/lookup.h"
#include "statuses/quotes.h"
#include "statuses/reach.h"
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
void withdraw_reblog(db::Tx& tx, const Status& reblog, AccountId original_author) {
    notifications::withdraw(tx, {.to = original_author,
                                 .kind = notifications::Kind::Reblog,
                                 .from = reblog.author,
                                 .status = *reblog.reblog_of});
}

struct Doomed {
    Status status;
    bool has_quote = false;
    AccountId boosted_author; // Of what it boosts.
};
std::optional<Doomed> find_doomed(db::Tx& tx, StatusId id) {
    static const std::string kSql = "select " + std::string(kStatusColumns) + R"(,
            exists (select 1 from quotes q where q.status_id = s.id),
            (select o.account_id from statuses o where o.id = s.reblog_of_id)
        from statuses s where s.id = $1)";
    auto rows = tx.query(kSql, {id});
    if (!rows.next()) return std::nullopt;
    return Doomed{.status = read_status(rows),
                  .has_quote = rows.boolean(kStatusColumnCount),
                  .boosted_author = rows.id<AccountId>(kStatusColumnCount + 1)};
}

} // namespace

Result<> delete_status(db::Tx& tx, const accounts::Account& account, StatusId id, media::Fate media, Telling telling) {
    const auto doomed = find_doomed(tx, id);
    if (!doomed || doomed->status.author != account.id) return base::not_found();
    const Status& status = doomed->status;

    std::optional<db::Rows> reach;
    if (account.is_local() && telling == Telling::Others) reach = ask_reach_of_deletion(tx, id);
    timelines::fan_out_deletion(tx, status);
    if (reach) send_deletion(tx, account, status, std::move(*reach));
    conversations::remove_status(tx, status);
    uncount(tx, status);
    if (status.reblog_of) { // It has nothing else of its own.
        withdraw_reblog(tx, status, doomed->boosted_author);
    } else {
        if (doomed->has_quote) forget_quote(tx, id);
        uncount_reblogs_of(tx, id);
        tags::uncount_featured(tx, id);
        media::let_go(tx, id, media);
    }
    tx.exec("delete from statuses where id = $1", {id});
    return {};
}

} // namespace statuses
