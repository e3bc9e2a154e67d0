#include "auth/users_cli.h"

#include "auth/sessions.h"
#include "auth/users.h"
#include "support/auth_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

namespace auth {
namespace {

using testing::Contains;
using testing::Field;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

cli::Invocation given(std::initializer_list<std::pair<const char*, const char*>> values) {
    cli::Invocation invocation;
    for (const auto& [name, value] : values) invocation.set(name, value);
    return invocation;
}

class AccountCommands : public testing::Test {
protected:
    User alice() {
        std::optional<User> user;
        database_->read([&](db::Tx& tx) { user = find_user_by_username(tx, "alice"); });
        return user.value();
    }
    void make_alice() {
        database_->write([](db::Tx& tx) { make_new_user(tx, {.username = "alice"}); });
    }
    // A browser that is signed in, and an app.
    void sign_alice_in() {
        database_->write([&](db::Tx& tx) {
            start_session(tx, alice().id, {.ip = "", .user_agent = ""});
            issue_token(tx, {.application = make_app(tx).id, .user = alice().id, .scopes = "read"});
        });
        database_.world().events.take();
    }
    std::int64_t count(std::string_view sql) {
        std::int64_t number = 0;
        database_->read([&](db::Tx& tx) { number = *tx.query_integer(sql); });
        return number;
    }
    bool is_signed_in() {
        return count("select count(*) from sessions")
                   + count("select count(*) from oauth_access_tokens where revoked_at is null")
               > 0;
    }

    TestDatabase database_;
};

TEST_F(AccountCommands, CreateWithThePasswordThatIsGiven) {
    const auto invocation = given({{"NAME", "alice"},
                                   {"--email", "a@example.com"},
                                   {"--password", "correct horse"},
                                   {"--role", "owner"},
                                   {"--confirmed", ""}});

    const auto done = cli_create(invocation, *database_);

    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(invocation.output(), "OK\n");
    EXPECT_EQ(alice().role, accounts::Role::Owner);
    EXPECT_TRUE(alice().is_confirmed);
    EXPECT_TRUE(matches(alice().password, "correct horse"));
}

TEST_F(AccountCommands, CreateMakesUpAPassword) {
    const auto invocation = given({{"NAME", "alice"}, {"--email", "a@example.com"}, {"--confirmed", ""}});

    ASSERT_TRUE(cli_create(invocation, *database_));

    ASSERT_THAT(invocation.output(), StartsWith("OK\nNew password: "));
    const auto password = invocation.output().substr(17, invocation.output().size() - 18);
    EXPECT_TRUE(matches(alice().password, password)) << password;
    EXPECT_EQ(alice().role, accounts::Role::User);
}

TEST_F(AccountCommands, CreateRefusesANameThatIsTaken) {
    make_alice();
    const auto invocation = given({{"NAME", "Alice"}, {"--email", "a@example.com"}});

    const auto done = cli_create(invocation, *database_);

    ASSERT_FALSE(done);
    EXPECT_THAT(done.error().message, HasSubstr("already been taken"));
    EXPECT_EQ(invocation.output(), "");
}

TEST_F(AccountCommands, ModifyChangesWhatIsAskedAndNothingElse) {
    make_alice();
    const auto before = alice();

    ASSERT_TRUE(
        cli_modify(given({{"NAME", "ALICE"}, {"--role", "moderator"}, {"--email", "new@example.com"}}), *database_));

    EXPECT_EQ(alice().role, accounts::Role::Moderator);
    EXPECT_EQ(alice().email, "new@example.com");
    EXPECT_EQ(alice().password.text, before.password.text);
}

TEST_F(AccountCommands, ANewPasswordEndsEverySessionAndToken) {
    make_alice();
    sign_alice_in();
    const auto invocation = given({{"NAME", "alice"}, {"--reset-password", ""}});

    ASSERT_TRUE(cli_modify(invocation, *database_));

    EXPECT_THAT(invocation.output(), StartsWith("New password: "));
    EXPECT_FALSE(is_signed_in());
    EXPECT_THAT(database_.world().events.take(), Contains(Field(&base::Event::event, "kill")));
}

TEST_F(AccountCommands, DisablingEndsEverySessionAndToken) {
    make_alice();
    sign_alice_in();

    ASSERT_TRUE(cli_modify(given({{"NAME", "alice"}, {"--disable", ""}}), *database_));
    EXPECT_TRUE(alice().is_disabled);
    EXPECT_FALSE(is_signed_in());

    ASSERT_TRUE(cli_modify(given({{"NAME", "alice"}, {"--enable", ""}}), *database_));
    EXPECT_FALSE(alice().is_disabled);
}

TEST_F(AccountCommands, ModifyChangesNothingWhenAPartIsRefused) {
    make_alice();
    database_->write([](db::Tx& tx) { make_new_user(tx, {.username = "bob"}); });

    const auto done =
        cli_modify(given({{"NAME", "alice"}, {"--role", "owner"}, {"--email", "bob@example.test"}}), *database_);

    EXPECT_FALSE(done);
    EXPECT_EQ(alice().role, accounts::Role::User);
}

TEST_F(AccountCommands, ModifyWantsSomethingToDoForSomebody) {
    EXPECT_EQ(cli_modify(given({{"NAME", "alice"}}), *database_).error().refusal, base::Refusal::BadRequest);
    EXPECT_EQ(cli_modify(given({{"NAME", "alice"}, {"--enable", ""}, {"--disable", ""}}), *database_).error().refusal,
              base::Refusal::BadRequest);
    EXPECT_EQ(cli_modify(given({{"NAME", "alice"}, {"--confirm", ""}}), *database_).error().refusal,
              base::Refusal::NotFound);
}

TEST_F(AccountCommands, ListShowsPeopleAndNoSecrets) {
    make_alice();
    const auto table = given({});
    const auto as_json = given({{"--json", ""}});
    database_->read([&](db::Tx& tx) {
        ASSERT_TRUE(cli_list(table, tx));
        ASSERT_TRUE(cli_list(as_json, tx));
    });

    EXPECT_THAT(table.output(), HasSubstr("alice@example.test"));
    EXPECT_EQ(json::parse(as_json.output())->at(0).at("username"), "alice");
    EXPECT_THAT(as_json.output(), Not(HasSubstr("argon2")));
}

} // namespace
} // namespace auth
