#include "auth/sign_in.h"

#include "auth/sign_in_throttle.h"
#include "support/auth_builders.h"
#include "support/test_db.h"

#include <gtest/gtest.h>

#include <thread>

namespace auth {
namespace {

class SignInTest : public testing::Test {
protected:
    std::variant<std::string, SignInRefusal> try_with(std::string_view email, std::string_view password) {
        return sign_in(*database, {.email = email, .password = password, .browser = {"192.0.2.1", "browser"}});
    }
    SignInRefusal refusal_with(std::string_view email, std::string_view password) {
        return std::get<SignInRefusal>(try_with(email, password));
    }
    NewUser add(const PersonOptions& options) {
        NewUser person;
        database->write([&](db::Tx& tx) { person = make_new_user(tx, options); });
        return person;
    }
    std::string hash_of(const NewUser& person) {
        std::string hash;
        database->read([&](db::Tx& tx) { hash = find_user(tx, person.user)->password.text; });
        return hash;
    }

    TestDatabase database;
};

TEST_F(SignInTest, BeginsASession) {
    const auto person = add({.username = "signer"});

    const auto outcome = try_with("Signer@example.test", kTestPassword);

    database->read(
        [&](db::Tx& tx) { EXPECT_EQ(find_session(tx, std::get<std::string>(outcome))->user.id, person.user); });
}

TEST_F(SignInTest, SaysTheSameOfAWrongPasswordAndOfNobody) {
    add({.username = "signer"});

    EXPECT_EQ(refusal_with("signer@example.test", "wrong"), SignInRefusal::Wrong);
    EXPECT_EQ(refusal_with("nobody@example.test", kTestPassword), SignInRefusal::Wrong);
    EXPECT_EQ(refusal_with("", ""), SignInRefusal::Wrong);
}

TEST_F(SignInTest, TellsOnlyWhoKnowsThePasswordWhatKeepsThemOut) {
    add({.username = "waiting", .is_approved = false});
    add({.username = "unread", .is_confirmed = false});
    const auto person = add({.username = "barred"});
    database->write([&](db::Tx& tx) { disable(tx, *find_user(tx, person.user)); });

    EXPECT_EQ(refusal_with("waiting@example.test", kTestPassword), SignInRefusal::Pending);
    EXPECT_EQ(refusal_with("unread@example.test", kTestPassword), SignInRefusal::Unconfirmed);
    EXPECT_EQ(refusal_with("barred@example.test", kTestPassword), SignInRefusal::Disabled);
    EXPECT_EQ(refusal_with("barred@example.test", "wrong"), SignInRefusal::Wrong);
}

TEST_F(SignInTest, HashesAnImportedPasswordAnew) {
    const auto person = add({.username = "imported"});
    // The password "U*U", as a Mastodon server keeps it; too short for a new one, and good enough to sign in.
    const auto set_hash = [&](const char* hash) {
        database->write([&](db::Tx& tx) { rehash_password(tx, person.user, {hash}); });
    };
    set_hash("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW");
    EXPECT_TRUE(std::holds_alternative<std::string>(try_with("imported@example.test", "U*U")));
    EXPECT_TRUE(hash_of(person).starts_with("$2a$"));

    set_hash("$2a$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e");
    EXPECT_TRUE(std::holds_alternative<std::string>(try_with("imported@example.test", kTestPassword)));
    EXPECT_TRUE(hash_of(person).starts_with("$argon2id$"));
    EXPECT_TRUE(std::holds_alternative<std::string>(try_with("imported@example.test", kTestPassword)));
}

TEST_F(SignInTest, EndsTheSessionThatTheBrowserHad) {
    add({.username = "signer"});
    const auto first = std::get<std::string>(try_with("signer@example.test", kTestPassword));

    const auto second = std::get<std::string>(sign_in(
        *database, {.email = "signer@example.test", .password = kTestPassword, .browser = {}, .old_secret = first}));

    database->read([&](db::Tx& tx) {
        EXPECT_FALSE(find_session(tx, first));
        EXPECT_TRUE(find_session(tx, second));
    });
}

TEST(SignInThrottle, CountsEachAddressByTheHour) {
    const auto now = kTestTime + std::chrono::hours(1000);
    for (int i = 0; i < kSignInsPerHour; ++i) ASSERT_TRUE(may_try_to_sign_in("throttled@example.test", now));

    EXPECT_FALSE(may_try_to_sign_in("Throttled@example.test", now + std::chrono::minutes(59)));
    EXPECT_TRUE(may_try_to_sign_in("other@example.test", now));
    EXPECT_TRUE(may_try_to_sign_in("throttled@example.test", now + std::chrono::hours(1)));
}

TEST(SignInThrottle, LetsABurstGainNothing) {
    std::atomic<int> allowed = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < 250; ++n) allowed += may_try_to_sign_in("burst@example.test", kTestTime);
        });
    }
    threads.clear();

    EXPECT_EQ(allowed, kSignInsPerHour);
}

} // namespace
} // namespace auth
