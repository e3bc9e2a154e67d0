#include "statuses/remote_deletion_jobs.h"

#include "accounts/accounts.h"
#include "statuses/purging.h"

namespace statuses {

void delete_remote_account(const jobs::Arguments& arguments, db::Tx& tx) {
    const auto account = accounts::find(tx, arguments.id<AccountId>("account_id"));
    if (!account || account->is_local()) return; // This is the second run.
    if (purge_some(tx, *account)) {
        jobs::enqueue(tx, "delete_remote_account", {{"account_id", account->id.value}});
        return;
    }
    delete_purged(tx, account->id);
}

} // namespace statuses
