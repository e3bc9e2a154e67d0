#include "accounts/moving_cli.h"

#include "accounts/accounts.h"
#include "accounts/moving.h"
#include "accounts/remote_accounts.h"
#include "federation/actors.h"
#include "federation/webfinger_client.h"

namespace accounts {

namespace {

using base::Refusal;
using base::refuse;

Result<Account> find_ours(db::Tx& tx, const std::string& name) {
    auto account = find_by_acct(tx, name);
    if (!account || !account->is_local()) return refuse(Refusal::NotFound, "there is no account " + name + " here");
    return *std::move(account);
}

// Looks somebody up who may be elsewhere, and looks again at what they say of themselves.
Result<> look_up(db::Database& database, const std::string& acct) {
    bool is_ours = false;
    std::string uri;
    database.read([&](db::Tx& tx) {
        const auto account = find_by_acct(tx, acct);
        is_ours = account && account->is_local();
        if (account) uri = uri_of(tx, account->id);
    });
    if (is_ours) return {};
    federation::Errand errand(database);
    const auto found = uri.empty() ? federation::resolve_handle(errand, acct) : federation::fetch_actor(errand, uri);
    if (!found) return refuse(found.error().refusal, acct + " cannot be looked up: " + found.error().message);
    return {};
}

Result<Account> find_anybody(db::Tx& tx, const std::string& acct) {
    auto account = find_by_acct(tx, acct);
    if (!account) return refuse(Refusal::NotFound, "there is no account " + acct);
    return *std::move(account);
}

// Runs `change` in a transaction, which a refusal rolls back.
template <typename Change>
Result<> changed(db::Database& database, const cli::Invocation& invocation, Change change) {
    Result<> done;
    database.run(db::Access::Write, [&](db::Tx& tx) {
        invocation.forget_output();
        done = change(tx);
        return done.has_value();
    });
    return done;
}

Result<> change_aliases(const cli::Invocation& invocation, db::Tx& tx) {
    const auto account = TRY(find_ours(tx, invocation.text("NAME")));
    if (const auto acct = invocation.option("--add")) {
        const auto other = TRY(find_anybody(tx, *acct));
        TRY(add_alias(tx, account, other));
    }
    if (const auto acct = invocation.option("--remove")) {
        const auto other = find_by_acct(tx, *acct);
        const auto removed = remove_alias(tx, account, other ? uri_of(tx, other->id) : *acct);
        if (!removed) return refuse(Refusal::NotFound, *acct + " is no alias of " + account.username);
    }
    const auto left = aliases(tx, account.id);
    if (left.empty()) invocation.print(account.username + " has no alias.");
    for (const auto& uri : left) invocation.print(uri);
    return {};
}

Result<> do_move(const cli::Invocation& invocation, db::Tx& tx) {
    const auto account = TRY(find_ours(tx, invocation.text("NAME")));
    if (invocation.flag("--return")) {
        TRY(return_from_move(tx, account));
    } else {
        const auto target = TRY(find_anybody(tx, invocation.text("--to")));
        TRY(move(tx, account, target, invocation.flag("--force") ? Cooldown::Ignored : Cooldown::Kept));
    }
    invocation.print("OK");
    return {};
}

} // namespace

Result<> cli_alias(const cli::Invocation& invocation, db::Database& database) {
    if (const auto acct = invocation.option("--add")) TRY(look_up(database, *acct));
    return changed(database, invocation, [&](db::Tx& tx) { return change_aliases(invocation, tx); });
}

Result<> cli_move(const cli::Invocation& invocation, db::Database& database) {
    if (invocation.flag("--to") == invocation.flag("--return")) {
        return refuse(Refusal::BadRequest, "give either --to or --return");
    }
    if (const auto acct = invocation.option("--to")) TRY(look_up(database, *acct));
    return changed(database, invocation, [&](db::Tx& tx) { return do_move(invocation, tx); });
}

} // namespace accounts
