#include "accounts/moving_cli.h"

#include "accounts/accounts.h"
#include "accounts/aliases.h"
#include "accounts/moving.h"
#include "accounts/moving_lookup.h"
#include "accounts/remote_accounts.h"

namespace accounts {

namespace {

using base::Refusal;
using base::refuse;

Result<Account> find_ours(db::Tx& tx, const std::string& name) {
    auto account = find_by_acct(tx, name);
    if (!account || !account->is_local()) return refuse(Refusal::NotFound, "there is no account " + name + " here");
    return *std::move(account);
}

Result<> look_up(db::Database& database, const std::string& acct) {
    const auto found = look_up_target(database, acct);
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
    for (const auto& alias : left) invocation.print(alias.uri);
    return {};
}

Result<> do_move(const cli::Invocation& invocation, db::Tx& tx) {
    const auto account = TRY(find_ours(tx, invocation.text("NAME")));
    if (invocation.flag("--return")) {
        TRY(return_from_move(tx, account));
    } else {
        const auto target = TRY(find_anybody(tx, invocation.text("--to")));
        TRY(move(tx, account, target,
                 {.followers = invocation.flag("--redirect") ? Followers::Left : Followers::Taken,
                  .cooldown = invocation.flag("--force") ? Cooldown::Ignored : Cooldown::Kept}));
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
