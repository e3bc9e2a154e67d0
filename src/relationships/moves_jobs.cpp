#include "relationships/moves_jobs.h"

#include "accounts/accounts.h"
#include "relationships/blocks.h"
#include "relationships/follows.h"
#include "relationships/mutes.h"

#include <algorithm>

namespace relationships {

namespace {

constexpr int kBatch = 200;

struct Follower {
    AccountId id;
    bool shows_reblogs, notifies;
};
std::vector<Follower> next_followers(db::Tx& tx, AccountId of) {
    std::vector<Follower> followers;
    auto rows = tx.query(R"(
        select f.account_id, f.shows_reblogs, f.notifies from follows f join users u on u.account_id = f.account_id
        where f.target_account_id = $1 order by f.id limit $2)", {of, kBatch});
    while (rows.next()) followers.push_back({rows.id<AccountId>(0), rows.boolean(1), rows.boolean(2)});
    return followers;
}

// Nobody is made to follow whom they want nothing of: then the old follow ends all the same.
void follow_instead(db::Tx& tx, const Follower& follower, AccountId from, AccountId to) {
    const auto account = accounts::find(tx, follower.id);
    if (!account) return;
    (void)follow(tx, *account, to, {.reblogs = follower.shows_reblogs, .notify = follower.notifies});
    (void)unfollow(tx, *account, from);
}

void block_too(db::Tx& tx, AccountId from, AccountId to) {
    const auto blockers = tx.query_ids<AccountId>(R"(
        select b.account_id from blocks b join users u on u.account_id = b.account_id
        where b.target_account_id = $1 order by b.account_id limit 10000)", {from});
    for (const AccountId blocker : blockers) {
        if (const auto account = accounts::find(tx, blocker)) (void)block(tx, *account, to);
    }
}

struct Mute {
    AccountId by;
    MuteOptions options;
};
std::vector<Mute> mutes_of(db::Tx& tx, AccountId target) {
    std::vector<Mute> mutes;
    auto rows = tx.query(R"(
        select m.account_id, m.hides_notifications, m.expires_at from mutes m
        where m.target_account_id = $1 and (m.expires_at is null or m.expires_at > $2)
        order by m.account_id limit 10000)", {target, tx.now()});
    while (rows.next()) {
        MuteOptions options{.hides_notifications = rows.boolean(1)};
        if (const auto end = rows.maybe_time(2)) {
            options.duration = std::chrono::ceil<std::chrono::seconds>(*end - tx.now());
        }
        mutes.push_back({.by = rows.id<AccountId>(0), .options = options});
    }
    return mutes;
}

// Until when and how far, as before.
void mute_too(db::Tx& tx, AccountId from, AccountId to) {
    for (const Mute& kept : mutes_of(tx, from)) {
        if (const auto account = accounts::find(tx, kept.by)) (void)mute(tx, *account, to, kept.options);
    }
}

} // namespace

void follow_moved(const jobs::Arguments& arguments, db::Tx& tx) {
    const auto from = arguments.id<AccountId>("from");
    const auto to = arguments.id<AccountId>("to");
    const auto followers = next_followers(tx, from);
    for (const Follower& follower : followers) follow_instead(tx, follower, from, to);
    if (followers.size() == kBatch) {
        jobs::enqueue(tx, "follow_moved", {{"from", from.value}, {"to", to.value}});
        return;
    }
    block_too(tx, from, to);
    mute_too(tx, from, to);
}

} // namespace relationships
