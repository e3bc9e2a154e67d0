#include "auth/sign_up.h"

#include "auth/usernames.h"
#include "auth/users.h"
#include "support/test_db.h"

#include <fmt/core.h>
#include <gmock/gmock.h>

namespace auth {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

SignUp alice() {
    return {.username = "alice", .email = "alice@example.com", .password = {"$argon2id$"}, .locale = "ja"};
}

std::vector<std::string> errors_of(db::Tx& tx, const SignUp& wanted) {
    std::vector<std::string> errors;
    for (const auto& problem : find_problems(tx, wanted))
        errors.push_back(fmt::format("{} {}", problem.field, problem.error));
    return errors;
}

TEST(SignUp, MakesAnAccountItsCountsAndItsUser) {
    db::Tx tx = TestDb().begin();

    const auto made = sign_up(tx, alice());

    ASSERT_TRUE(made);
    const auto user = find_user(tx, made->user);
    ASSERT_TRUE(user);
    EXPECT_EQ(user->account, made->account);
    EXPECT_EQ(user->username, "alice");
    EXPECT_EQ(user->email, "alice@example.com");
    EXPECT_EQ(user->locale, "ja");
    EXPECT_EQ(user->role, accounts::Role::User);
    EXPECT_TRUE(check_may_sign_in(*user));
    EXPECT_EQ(tx.query_integer("select statuses_count from account_stats where account_id = $1", {made->account}), 0);
}

TEST(SignUp, IsFoundByAddressAndNameInAnyCase) {
    db::Tx tx = TestDb().begin();
    const auto made = sign_up(tx, alice());
    ASSERT_TRUE(made);

    EXPECT_EQ(find_user_by_email(tx, "ALICE@example.com")->id, made->user);
    EXPECT_EQ(find_user_by_username(tx, "Alice")->id, made->user);
    EXPECT_FALSE(find_user_by_email(tx, "bob@example.com"));
}

TEST(SignUp, RefusesNamesAndAddressesThatAreTaken) {
    db::Tx tx = TestDb().begin();
    ASSERT_TRUE(sign_up(tx, alice()));
    auto second = alice();
    second.username = "ALICE";
    second.email = "Alice@Example.com";

    EXPECT_THAT(errors_of(tx, second), ElementsAre("username ERR_TAKEN", "email ERR_TAKEN"));
    const auto made = sign_up(tx, second);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().message,
              "Validation failed: Username has already been taken, E-mail address has already been taken");
}

TEST(SignUp, SaysWhatIsWrong) {
    db::Tx tx = TestDb().begin();
    const auto with = [&](std::string username, std::string email, std::string reason) {
        auto wanted = alice();
        wanted.username = std::move(username);
        wanted.email = std::move(email);
        wanted.reason = std::move(reason);
        return errors_of(tx, wanted);
    };

    EXPECT_THAT(with("alice", "alice@example.com", std::string(420, 'x')), IsEmpty());
    EXPECT_THAT(with("", "", ""), ElementsAre("username ERR_BLANK", "email ERR_BLANK"));
    EXPECT_THAT(with("al-ice", "alice", ""), ElementsAre("username ERR_INVALID", "email ERR_INVALID"));
    EXPECT_THAT(with("アリス", "alice@example.com", ""), ElementsAre("username ERR_INVALID"));
    EXPECT_THAT(with(std::string(31, 'a'), "alice@example.com", ""), ElementsAre("username ERR_TOO_LONG"));
    EXPECT_THAT(with("admin", "alice@example.com", ""), ElementsAre("username ERR_RESERVED"));
    EXPECT_THAT(with("alice", "alice@example.com", std::string(421, 'x')), ElementsAre("reason ERR_TOO_LONG"));
}

TEST(SignUp, KeepsNamesOfThePeopleWhoRunThePlace) {
    for (const char* name : {"admin", "ADMIN", "4dm1n", "ad_min_", "0wner", "support", "mastodon", "m4st0d0n_team"}) {
        EXPECT_TRUE(is_reserved_username(name)) << name;
    }
    for (const char* name : {"alice", "administer", "modern", "rooted"})
        EXPECT_FALSE(is_reserved_username(name)) << name;

    db::Tx tx = TestDb().begin();
    auto wanted = alice();
    wanted.username = "admin";
    wanted.may_take_reserved_name = true;
    EXPECT_TRUE(sign_up(tx, wanted));
}

TEST(SignUp, MayHaveToWait) {
    db::Tx tx = TestDb().begin();
    auto wanted = alice();
    wanted.is_approved = false;
    const auto made = sign_up(tx, wanted);
    ASSERT_TRUE(made);

    EXPECT_EQ(check_may_sign_in(*find_user(tx, made->user)).error().message,
              "Your login is currently pending approval");
    approve(tx, made->user);
    EXPECT_TRUE(check_may_sign_in(*find_user(tx, made->user)));
}

TEST(Users, ChangeTheirAddressToNobodyElses) {
    db::Tx tx = TestDb().begin();
    const auto made = sign_up(tx, alice());
    ASSERT_TRUE(made);
    auto other = alice();
    other.username = "bob";
    other.email = "bob@example.com";
    ASSERT_TRUE(sign_up(tx, other));

    EXPECT_FALSE(change_email(tx, made->user, "BOB@example.com"));
    EXPECT_FALSE(change_email(tx, made->user, "not an address"));
    EXPECT_TRUE(change_email(tx, made->user, "Alice@example.com"));
    EXPECT_EQ(find_user(tx, made->user)->email, "Alice@example.com");
}

TEST(Users, HaveARole) {
    db::Tx tx = TestDb().begin();
    const auto made = sign_up(tx, alice());
    ASSERT_TRUE(made);

    change_role(tx, made->user, accounts::Role::Moderator);

    EXPECT_EQ(find_user(tx, made->user)->role, accounts::Role::Moderator);
}

TEST(SignUp, AsksAnIndexWhetherANameOrAddressIsTaken) {
    db::Tx tx = TestDb().begin();

    for (const auto& plan :
         {tx.explain("select id from users where lower(email) = lower($1)", {"a"}),
          tx.explain("select id from accounts where lower(username) = lower($1) and domain = ''", {"a"})}) {
        EXPECT_THAT(plan, Not(HasSubstr("SCAN users"))) << plan;
        EXPECT_THAT(plan, Not(HasSubstr("SCAN accounts"))) << plan;
    }
}

} // namespace
} // namespace auth
