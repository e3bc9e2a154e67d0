#include "accounts/moving.h"

#include "accounts/accounts.h"
#include "accounts/outgoing.h"
#include "accounts/past_moves.h"
#include "accounts/remote_accounts.h"
#include "federation/audience.h"
#include "federation/composing.h"
#include "federation/delivery.h"
#include "jobs/jobs.h"

#include <chrono>

namespace accounts {

namespace {

constexpr std::chrono::hours kCooldown{30 * 24};

base::Unexpected refuse(MoveObstacle obstacle, const base::Config& config, const Account& account,
                        const Account& target) {
    switch (obstacle) {
    case MoveObstacle::Gone: return base::not_found();
    case MoveObstacle::Themselves: return base::invalid("nobody moves to where they are");
    case MoveObstacle::ThereAlready: return base::invalid(account.acct() + " has moved there already");
    case MoveObstacle::TooSoon: return base::invalid(account.acct() + " has moved within the last 30 days");
    case MoveObstacle::NotNamed: break;
    }
    return base::invalid(target.acct() + " does not say that it is also " + full_handle(config, account)
                         + ": make that an alias there first");
}

void show_at(db::Tx& tx, AccountId account, std::optional<AccountId> target) {
    tx.exec("update accounts set moved_to_account_id = $2, updated_at = $3 where id = $1", {account, target, tx.now()});
    announce_profile(tx, account);
}

// False when somebody else has done it in this moment.
bool begin_cooldown(db::Tx& tx, AccountId account, Cooldown cooldown) {
    const auto before = cooldown == Cooldown::Kept ? tx.now() - kCooldown : tx.now();
    return tx.exec(R"(
        insert into account_moves (account_id, moved_at) values ($1, $2)
        on conflict (account_id) do update set moved_at = $2 where account_moves.moved_at <= $3)", {account, tx.now(), before}) == 1;
}

// Those of the followers, of who blocks the account, to block whoever it is now, and of relays.
std::vector<std::string> move_inboxes(db::Tx& tx, AccountId account) {
    return federation::distinct_inboxes(tx.query(R"(
        select r.delivery_inbox_url
        from (select f.account_id as id from follows f where f.target_account_id = $1
              union all select b.account_id from blocks b where b.target_account_id = $1) p
        join remote_actors r on r.account_id = p.id
        where (select a.suspended_at from accounts a where a.id = r.account_id) is null
        union all
        select l.inbox_url from relays l where l.state = 1)", {account}));
}

// https://www.w3.org/wiki/SocialCG/ActivityPub/Primer/Move_activity
void send_move(db::Tx& tx, const Account& account, const Account& target) {
    const auto inboxes = move_inboxes(tx, account.id);
    if (inboxes.empty()) return;
    const std::string actor = local_uri(tx.config(), account.username);
    const std::string id = actor + "#moves/" + std::to_string(tx.new_id());
    const auto document = federation::compose({.id = id, .type = "Move", .actor = actor}, [&](json::Writer& out) {
        out.field("object", actor);
        out.field("target", uri_of(tx, target.id));
    });
    federation::deliver(tx, account.id, document, inboxes);
}

} // namespace

std::optional<MoveObstacle> obstacle_to_move(db::Tx& tx, const Account& account, const Account& target, Move how) {
    if (target.id == account.id) return MoveObstacle::Themselves;
    if (target.is_suspended) return MoveObstacle::Gone;
    const auto before = moved_to(tx, account.id);
    if (before && before->id == target.id) return MoveObstacle::ThereAlready;
    if (how.followers == Followers::Left) return std::nullopt;
    if (!is_alias(tx, target.id, uri_of(tx, account.id))) return MoveObstacle::NotNamed;
    if (how.cooldown == Cooldown::Kept && may_move_from(tx, account.id)) return MoveObstacle::TooSoon;
    return std::nullopt;
}

Result<> move(db::Tx& tx, const Account& account, const Account& target, Move how) {
    auto obstacle = obstacle_to_move(tx, account, target, how);
    const bool takes_followers = how.followers == Followers::Taken;
    if (!obstacle && takes_followers && !begin_cooldown(tx, account.id, how.cooldown)) obstacle = MoveObstacle::TooSoon;
    if (obstacle) return refuse(*obstacle, tx.config(), account, target);

    show_at(tx, account.id, target.id);
    if (!takes_followers) return {};
    keep_past_move(tx, account.id, full_handle(tx.config(), target));
    send_move(tx, account, target);
    jobs::enqueue(tx, "follow_moved", {{"from", account.id.value}, {"to", target.id.value}});
    return {};
}

Result<> return_from_move(db::Tx& tx, const Account& account) {
    if (!moved_to(tx, account.id)) return base::invalid(account.acct() + " has not moved");
    show_at(tx, account.id, std::nullopt);
    return {};
}

std::optional<Account> moved_to(db::Tx& tx, AccountId account) {
    const auto id = tx.query_integer(
        "select moved_to_account_id from accounts where id = $1 and moved_to_account_id is not null", {account});
    return id ? find(tx, AccountId{*id}) : std::nullopt;
}

std::optional<base::Time> may_move_from(db::Tx& tx, AccountId account) {
    auto rows = tx.query("select moved_at from account_moves where account_id = $1 and moved_at > $2",
                         {account, tx.now() - kCooldown});
    return rows.next() ? std::optional(rows.time(0) + kCooldown) : std::nullopt;
}

std::string full_handle(const base::Config& config, const Account& account) {
    return account.username + "@" + (account.is_local() ? config.domain : account.domain);
}

} // namespace accounts
