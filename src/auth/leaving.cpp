#include "auth/leaving.h"

#include "accounts/accounts.h"
#include "accounts/leaving.h"
#include "accounts/outgoing.h"
#include "auth/leaving_jobs.h"
#include "media/attachments.h"
#include "statuses/purging.h"

namespace auth {

namespace {

constexpr int kFilesAtOnce = 100;

void delete_more(db::Tx& tx, AccountId account) {
    jobs::enqueue(tx, "delete_left_account", {{"account_id", account.value}});
}

} // namespace

void leave(db::Tx& tx, const User& user) {
    const auto account = accounts::find(tx, user.account);
    if (!account) return;
    remove(tx, user);
    accounts::leave(tx, *account);
    accounts::send_leaving(tx, *account);
    delete_more(tx, account->id);
}

// Scheduled posts hold files: those go when the posts are gone.
void delete_left_account(const jobs::Arguments& arguments, db::Tx& tx) {
    const auto account = accounts::find(tx, arguments.id<AccountId>("account_id"));
    if (!account || !accounts::has_left(tx, account->id)) return;
    const bool may_be_more = statuses::purge_some(tx, *account) || accounts::forget_some(tx, account->id)
                             || media::remove_unposted_of(tx, account->id, kFilesAtOnce) == kFilesAtOnce;
    if (may_be_more) delete_more(tx, account->id);
}

} // namespace auth
