#pragma once

#include "accounts/account.h"
#include "db/db.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What tests begin with. Each writes rows and does nothing else: no notification, no event, no job.

struct TestAccount {
    std::string username = {}; // Empty: one that nobody else has.
    std::string domain = {};   // Empty: one of ours.
    std::string display_name = {};
    bool is_locked = false;
    bool is_suspended = false;
    bool is_limited = false;
    bool hides_collections = false;
};
// Somebody without a user: from elsewhere, or to be acted upon. Search finds them.
accounts::Account make_account(db::Tx& tx, const TestAccount& wanted = {});

struct TestUser {
    std::string username = {};
    std::string display_name = {};
    std::string email = {}; // Empty: USERNAME@example.com.
    accounts::Role role = accounts::Role::User;
    bool is_locked = false;
    bool is_confirmed = true;
    bool is_approved = true;
};
struct MadeUser {
    UserId id;
    accounts::Account account;
};
// One of our people. They have no password that fits.
MadeUser make_user(db::Tx& tx, const TestUser& wanted = {});

// `account` follows `target`, and both counts say so.
void make_follow(db::Tx& tx, AccountId account, AccountId target);
void make_block(db::Tx& tx, AccountId account, AccountId target);

// The types of what `account` has been notified of, oldest first.
std::vector<std::string> notification_types(db::Tx& tx, AccountId account);
// The names of the jobs that wait, oldest first.
std::vector<std::string> waiting_jobs(db::Tx& tx);

// How many statements `work` runs.
template <typename Work>
int statements_of(db::Tx& tx, Work&& work) {
    const int before = tx.statement_count();
    work();
    return tx.statement_count() - before;
}
