#include "relationships/follows_jobs.h"

#include "accounts/accounts.h"
#include "relationships/follows.h"

namespace relationships {

namespace {

constexpr int kBatch = 100;

std::vector<AccountId> find_waiting(db::Tx& tx, AccountId account) {
    return tx.query_ids<AccountId>(R"(
        select r.account_id from follow_requests r join accounts a on a.id = r.account_id
        where r.target_account_id = $1 and a.silenced_at is null
        order by r.id limit $2)", {account, kBatch});
}

} // namespace

void accept_follow_requests(const jobs::Arguments& arguments, db::Tx& tx) {
    const auto account = accounts::find(tx, arguments.id<AccountId>("account_id"));
    if (!account || account->is_locked) return;

    const auto waiting = find_waiting(tx, account->id);
    for (const auto requester : waiting) {
        const auto accepted = authorize_follow_request(tx, *account, requester);
        if (!accepted) continue; // Taken back in the meantime.
    }
    if (waiting.size() == kBatch) jobs::enqueue(tx, "accept_follow_requests", {{"account_id", account->id.value}});
}

} // namespace relationships
