#include "relationships/moves_jobs.h"

#include "accounts/accounts.h"
#include "base/json.h"
#include "lists/members.h"
#include "relationships/blocks.h"
#include "relationships/follows.h"
#include "relationships/mutes.h"

#include <algorithm>

namespace relationships {

namespace {

constexpr int kBatch = 200;

struct Follower {
    AccountId id;
    FollowOptions options;
};

// As follows keeps them; nothing is all.
std::optional<std::vector<std::string>> languages_of(std::string_view text) {
    const auto parsed = text.empty() ? std::nullopt : json::parse(text);
    if (!parsed || !parsed->is_array()) return std::nullopt;
    std::vector<std::string> languages;
    for (const auto& language : parsed->get_array()) languages.emplace_back(language.as_string());
    return languages;
}

std::vector<Follower> next_followers(db::Tx& tx, AccountId of) {
    std::vector<Follower> followers;
    auto rows = tx.query(R"(
        select f.account_id, f.shows_reblogs, f.notifies, f.languages
        from follows f join users u on u.account_id = f.account_id
        where f.target_account_id = $1 order by f.id limit $2)", {of, kBatch});
    while (rows.next()) {
        followers.push_back({.id = rows.id<AccountId>(0),
                             .options = {.reblogs = rows.boolean(1),
                                         .notify = rows.boolean(2),
                                         .languages = languages_of(rows.text(3)),
                                         .is_move = true}});
    }
    return followers;
}

// With their places on lists. Nobody is made to follow whom they want nothing of: then the old follow ends all the
// same.
void follow_instead(db::Tx& tx, const Follower& follower, AccountId from, AccountId to) {
    const auto account = accounts::find(tx, follower.id);
    if (!account) return;
    if (follow(tx, *account, to, follower.options)) lists::join_lists_of(tx, follower.id, from, to);
    (void)unfollow(tx, *account, from);
}

// Who follows the new account has chosen.
void block_too(db::Tx& tx, AccountId from, AccountId to) {
    const auto blockers = tx.query_ids<AccountId>(R"(
        select b.account_id from blocks b join users u on u.account_id = b.account_id
        where b.target_account_id = $1
          and not exists (select 1 from follows f where f.account_id = b.account_id and f.target_account_id = $2)
        order by b.account_id limit 10000)", {from, to});
    for (const AccountId blocker : blockers) {
        if (const auto account = accounts::find(tx, blocker)) (void)block(tx, *account, to);
    }
}

struct Mute {
    AccountId by;
    MuteOptions options;
};
// Who mutes `other` already has chosen how.
std::vector<Mute> mutes_of_one_only(db::Tx& tx, AccountId target, AccountId other) {
    std::vector<Mute> mutes;
    auto rows = tx.query(R"(
        select m.account_id, m.hides_notifications, m.expires_at from mutes m
        where m.target_account_id = $1 and (m.expires_at is null or m.expires_at > $2)
          and not exists (select 1 from mutes n where n.account_id = m.account_id and n.target_account_id = $3
                          and (n.expires_at is null or n.expires_at > $2))
        order by m.account_id limit 10000)", {target, tx.now(), other});
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
    for (const Mute& kept : mutes_of_one_only(tx, from, to)) {
        if (const auto account = accounts::find(tx, kept.by)) (void)mute(tx, *account, to, kept.options);
    }
}

// What people have noted of the old account is of use with the new one; what they have noted of that comes after it.
void note_too(db::Tx& tx, AccountId from, AccountId to) { tx.exec(R"(
        insert into account_notes (account_id, target_account_id, comment)
        select n.account_id, $2, n.comment from account_notes n where n.target_account_id = $1 and n.account_id <> $2
        on conflict (account_id, target_account_id) do update
        set comment = excluded.comment || $3 || account_notes.comment
        where account_notes.comment <> excluded.comment
            and substr(account_notes.comment, 1, length(excluded.comment)) <> excluded.comment)", {from, to, "\n\n"}); }

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
    note_too(tx, from, to);
    block_too(tx, from, to);
    mute_too(tx, from, to);
}

} // namespace relationships
