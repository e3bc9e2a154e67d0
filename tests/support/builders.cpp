#include "support/builders.h"

#include "accounts/accounts.h"
#include "accounts/roles.h"

#include <atomic>
#include <stdexcept>

namespace {

std::string new_username() {
    static std::atomic<int> count = 0;
    return "person" + std::to_string(++count);
}

void set_state(db::Tx& tx, AccountId id, const TestAccount& wanted) {
    tx.exec(R"(
        update accounts
        set suspended_at = $2, silenced_at = $3, hides_collections = $4
        where id = $1)", {id, wanted.is_suspended ? std::optional(tx.now()) : std::nullopt,
                       wanted.is_limited ? std::optional(tx.now()) : std::nullopt, wanted.hides_collections});
}

std::vector<std::string> texts(db::Rows rows) {
    std::vector<std::string> found;
    while (rows.next()) found.push_back(rows.string(0));
    return found;
}

} // namespace

accounts::Account make_account(db::Tx& tx, const TestAccount& wanted) {
    const auto username = wanted.username.empty() ? new_username() : wanted.username;
    const auto host = "https://" + wanted.domain;
    const auto account = accounts::create(tx, {.username = username,
                                               .domain = wanted.domain,
                                               .display_name = wanted.display_name,
                                               .uri = wanted.domain.empty() ? "" : host + "/users/" + username,
                                               .url = wanted.domain.empty() ? "" : host + "/@" + username,
                                               .is_locked = wanted.is_locked});
    if (!account) throw std::runtime_error(account.error().message);
    set_state(tx, account->id, wanted);
    return *accounts::find(tx, account->id);
}

MadeUser make_user(db::Tx& tx, const TestUser& wanted) {
    const auto account = make_account(
        tx, {.username = wanted.username, .display_name = wanted.display_name, .is_locked = wanted.is_locked});
    const auto id = tx.new_id<UserId>();
    tx.exec(R"(
        insert into users (id, account_id, email, password_hash, role, is_approved, confirmed_at, created_at)
        values ($1, $2, $3, '*', $4, $5, $6, $7))", {id, account.id, wanted.email.empty() ? account.username + "@example.com" : wanted.email,
                       accounts::details(wanted.role).key, wanted.is_approved,
                       wanted.is_confirmed ? std::optional(tx.now()) : std::nullopt, tx.now()});
    return {.id = id, .account = account};
}

void make_follow(db::Tx& tx, AccountId account, AccountId target) {
    tx.exec("insert into follows (id, account_id, target_account_id, created_at) values ($1, $2, $3, $4)",
            {tx.new_id(), account, target, tx.now()});
    accounts::count_following(tx, account, +1);
    accounts::count_followers(tx, target, +1);
}

void make_block(db::Tx& tx, AccountId account, AccountId target) {
    tx.exec("insert into blocks (id, account_id, target_account_id, created_at) values ($1, $2, $3, $4)",
            {tx.new_id(), account, target, tx.now()});
}

std::vector<std::string> notification_types(db::Tx& tx, AccountId account) {
    return texts(tx.query("select type from notifications where account_id = $1 order by id", {account}));
}

std::vector<std::string> waiting_jobs(db::Tx& tx) {
    return texts(tx.query("select name from jobs where dead_at is null order by id"));
}
