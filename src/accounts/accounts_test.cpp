#include "accounts/accounts.h"

#include "accounts/known_accounts.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace accounts {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

std::vector<std::string> urls(const std::vector<Mentionable>& found) {
    std::vector<std::string> result;
    for (const auto& mentionable : found) result.push_back(mentionable.account.acct() + " " + mentionable.url);
    return result;
}

TEST(Accounts, AreFoundByTheirAddressInAnySpelling) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_account(tx, {.username = "Alice"});
    const auto bob = make_account(tx, {.username = "bob", .domain = "remote.test"});

    for (const auto* acct : {"alice", "@Alice", "ALICE@akebono.test", "@alice@Akebono.Test"}) {
        EXPECT_EQ(find_by_acct(tx, acct).value_or(Account{}).id, alice.id) << acct;
    }
    for (const auto* acct : {"bob@remote.test", "@BOB@REMOTE.TEST"}) {
        EXPECT_EQ(find_by_acct(tx, acct).value_or(Account{}).id, bob.id) << acct;
    }
    for (const auto* acct : {"", "@", "bob", "alice@remote.test", "alice@", "@@alice"}) {
        EXPECT_FALSE(find_by_acct(tx, acct)) << acct;
    }
}

TEST(Accounts, OfOneNameAreRefused) {
    db::Tx tx = TestDb().begin();
    make_account(tx, {.username = "alice"});

    const auto again = create(tx, {.username = "ALICE"});
    const auto elsewhere = create(tx, {.username = "alice", .domain = "remote.test"});

    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().message, "Validation failed: Username has already been taken");
    EXPECT_TRUE(elsewhere);
}

TEST(Accounts, ThatWaitForApprovalOrConfirmationAreNotShown) {
    db::Tx tx = TestDb().begin();
    const auto shown = make_user(tx).account, remote = make_account(tx, {.domain = "remote.test"});
    const auto unconfirmed = make_user(tx, {.is_confirmed = false}).account;
    const auto waiting = make_user(tx, {.is_approved = false}).account;

    const auto ids =
        shown_among(tx, std::vector{remote.id, waiting.id, shown.id, unconfirmed.id, shown.id, AccountId{1}});

    EXPECT_THAT(ids, ElementsAre(remote.id, shown.id));
    EXPECT_TRUE(find_shown(tx, shown.id));
    EXPECT_FALSE(find_shown(tx, waiting.id));
    EXPECT_FALSE(find_shown(tx, unconfirmed.id));
    EXPECT_TRUE(find(tx, waiting.id));
}

TEST(Mentionable, AreThoseThatExistAndAreNotSuspended) {
    db::Tx tx = TestDb().begin();
    make_account(tx, {.username = "Alice"});
    make_account(tx, {.username = "bob", .domain = "remote.test"});
    make_account(tx, {.username = "alice", .domain = "other.test"});
    make_account(tx, {.username = "gone", .is_suspended = true});
    const std::vector<std::string> accts = {"alice",  "BOB@remote.test",    "gone",
                                            "nobody", "alice@akebono.test", "alice@remote.test"};

    const int statements = statements_of(tx, [&] {
        EXPECT_THAT(
            urls(find_mentionable(tx, accts)),
            UnorderedElementsAre("Alice https://akebono.test/@Alice", "bob@remote.test https://remote.test/@bob"));
    });

    EXPECT_EQ(statements, 1);
    EXPECT_THAT(find_mentionable(tx, {}), IsEmpty());
}

TEST(Accounts, AreFoundByTheNameThatTheyHaveNow) {
    TestDatabase database;
    AccountId alice;
    database->write([&](db::Tx& tx) { alice = make_account(tx, {.username = "Alice"}).id; });
    int statements = 0;
    const auto find_named = [&](std::string_view name) {
        std::optional<Account> found;
        database->read([&](db::Tx& tx) {
            (void)known_account(tx, alice); // As whoever shows her.
            found = find_by_acct(tx, name);
            statements = tx.statement_count();
        });
        return found.value_or(Account{});
    };
    EXPECT_EQ(find_named("alice").id, alice);
    EXPECT_EQ(find_named("ALICE").username, "Alice");
    EXPECT_EQ(statements, 1) << "that which asks what has changed";

    AccountId other;
    database->write([&](db::Tx& tx) {
        tx.exec("update accounts set username = 'Alicia' where id = $1", {alice});
        other = make_account(tx, {.username = "alice"}).id;
    });

    EXPECT_EQ(find_named("alice").id, other);
    EXPECT_EQ(find_named("alicia").id, alice);
    database->write([&](db::Tx& tx) { tx.exec("delete from accounts where id = $1", {other}); });
    EXPECT_FALSE(find_named("alice").id);
}

TEST(Accounts, AreFoundByWalkingAnIndex) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_account(tx, {.username = "alice"});

    EXPECT_THAT(whole_table_steps(tx,
                                  [&] {
                                      (void)find(tx, alice.id);
                                      (void)find_shown(tx, alice.id);
                                      (void)find_by_acct(tx, "alice");
                                      (void)find_many(tx, std::vector{alice.id});
                                      (void)shown_among(tx, std::vector{alice.id});
                                      (void)find_mentionable(tx, std::vector<std::string>{"alice"});
                                  }),
                IsEmpty());
}

} // namespace
} // namespace accounts
