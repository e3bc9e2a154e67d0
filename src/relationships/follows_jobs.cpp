#include "relationships/follows_jobs.h"

#include "accounts/accounts.h"
#include "relationships/follows.h"
#include "relationships/outgoing.h"

#include <utility>
#include <vector>

namespace relationships {

namespace {

constexpr int kBatch = 100;

std::vector<AccountId> find_waiting(db::Tx& tx, AccountId account) {
    return tx.query_ids<AccountId>(R"(
        select r.account_id from follow_requests r join accounts a on a.id = r.account_id
        where r.target_account_id = $1 and a.silenced_at is null
        order by r.id limit $2)", {account, kBatch});
}

struct Kept {
    accounts::Account follower;
    FollowName name;
};
std::vector<Kept> find_ours(db::Tx& tx, AccountId target, std::int64_t after) {
    std::vector<Kept> kept;
    auto rows = tx.query(R"(
        select f.id, f.uri, a.id, a.username
        from follows f join users u on u.account_id = f.account_id join accounts a on a.id = f.account_id
        where f.target_account_id = $1 and f.id > $2 and a.suspended_at is null
        order by f.id limit $3)", {target, after, kBatch});
    while (rows.next()) {
        accounts::Account follower;
        follower.id = rows.id<AccountId>(2);
        follower.username = rows.string(3);
        kept.push_back({.follower = std::move(follower), .name = {.id = rows.integer(0), .uri = rows.maybe_string(1)}});
    }
    return kept;
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

void follow_again(const jobs::Arguments& arguments, db::Tx& tx) {
    const auto target = accounts::find(tx, arguments.id<AccountId>("account_id"));
    if (!target || target->is_local() || target->is_suspended) return;

    const auto kept = find_ours(tx, target->id, arguments.integer("after"));
    for (const auto& [follower, name] : kept) send_follow(tx, follower, target->id, name);
    if (kept.size() == kBatch) {
        jobs::enqueue(tx, "follow_again", {{"account_id", target->id.value}, {"after", kept.back().name.id}});
    }
}

} // namespace relationships
