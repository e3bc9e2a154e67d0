#include "accounts/moving.h"

#include "accounts/accounts.h"
#include "accounts/outgoing.h"
#include "accounts/remote_accounts.h"
#include "base/json.h"
#include "federation/audience.h"
#include "federation/composing.h"
#include "federation/delivery.h"
#include "jobs/jobs.h"

#include <algorithm>
#include <chrono>

namespace accounts {

namespace {

constexpr std::size_t kMostAliases = 256;
constexpr std::chrono::hours kCooldown{30 * 24};

void keep_aliases(db::Tx& tx, AccountId account, const std::vector<std::string>& uris) {
    tx.exec("update accounts set also_known_as = $2, updated_at = $3 where id = $1",
            {account, boost::json::serialize(json::Array(uris.begin(), uris.end())), tx.now()});
    announce_profile(tx, account);
}

std::optional<AccountId> moved_to(db::Tx& tx, AccountId account) {
    const auto id = tx.query_integer(
        "select moved_to_account_id from accounts where id = $1 and moved_to_account_id is not null", {account});
    return id ? std::optional(AccountId{*id}) : std::nullopt;
}

bool moved_lately(db::Tx& tx, AccountId account) {
    return tx
        .query_integer("select 1 from account_moves where account_id = $1 and moved_at > $2",
                       {account, tx.now() - kCooldown})
        .has_value();
}

Result<> check_move(db::Tx& tx, const Account& account, const Account& target, Cooldown cooldown) {
    if (target.id == account.id) return base::invalid("nobody moves to where they are");
    if (target.is_suspended) return base::not_found();
    if (moved_to(tx, account.id) == target.id) return base::invalid(account.acct() + " has moved there already");
    if (!is_alias(tx, target.id, uri_of(tx, account.id))) {
        return base::invalid(target.acct() + " does not say that it is also " + account.username + "@"
                             + tx.config().domain + ": make that an alias there first");
    }
    if (cooldown == Cooldown::Kept && moved_lately(tx, account.id)) {
        return base::invalid(account.acct() + " has moved within the last 30 days");
    }
    return {};
}

void keep_move(db::Tx& tx, AccountId account, AccountId target) {
    tx.exec("update accounts set moved_to_account_id = $2, updated_at = $3 where id = $1", {account, target, tx.now()});
    tx.exec(R"(
        insert into account_moves (account_id, moved_at) values ($1, $2)
        on conflict (account_id) do update set moved_at = $2)", {account, tx.now()});
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

std::vector<std::string> aliases(db::Tx& tx, AccountId account) {
    std::vector<std::string> uris;
    auto rows = tx.query("select also_known_as from accounts where id = $1", {account});
    const auto parsed = rows.next() ? json::parse(rows.text(0)) : std::nullopt;
    if (!parsed || !parsed->is_array()) return uris;
    for (const auto& uri : parsed->get_array()) {
        if (uri.is_string()) uris.emplace_back(uri.get_string());
    }
    return uris;
}

Result<> add_alias(db::Tx& tx, const Account& account, const Account& other) {
    if (other.id == account.id) return base::invalid("nobody is their own alias");
    auto uris = aliases(tx, account.id);
    auto uri = uri_of(tx, other.id);
    if (std::ranges::find(uris, uri) != uris.end()) return {};
    if (uris.size() >= kMostAliases) return base::invalid("nobody has more than 256 aliases");
    uris.push_back(std::move(uri));
    keep_aliases(tx, account.id, uris);
    return {};
}

Result<> remove_alias(db::Tx& tx, const Account& account, std::string_view uri) {
    auto uris = aliases(tx, account.id);
    if (std::erase(uris, uri) == 0) return base::not_found();
    keep_aliases(tx, account.id, uris);
    return {};
}

Result<> move(db::Tx& tx, const Account& account, const Account& target, Cooldown cooldown) {
    TRY(check_move(tx, account, target, cooldown));
    keep_move(tx, account.id, target.id);
    announce_profile(tx, account.id);
    send_move(tx, account, target);
    jobs::enqueue(tx, "follow_moved", {{"from", account.id.value}, {"to", target.id.value}});
    return {};
}

Result<> return_from_move(db::Tx& tx, const Account& account) {
    if (!moved_to(tx, account.id)) return base::invalid(account.acct() + " has not moved");
    tx.exec("update accounts set moved_to_account_id = null, updated_at = $2 where id = $1", {account.id, tx.now()});
    announce_profile(tx, account.id);
    return {};
}

} // namespace accounts
