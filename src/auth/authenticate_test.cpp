#include "auth/authenticate.h"

#include "auth/sessions.h"
#include "auth/users.h"
#include "support/auth_builders.h"
#include "support/builders.h"
#include "support/test_db.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace auth {
namespace {

using testing::ElementsAre;

http::Request request_with(const std::string& authorization) {
    http::Request request;
    request.headers = {{"authorization", authorization}};
    return request;
}

class AuthenticateTest : public testing::Test {
protected:
    IssuedToken token_for(const NewUser& user, std::string scopes = "read write") {
        return issue_token(tx, {app.id, user.user, std::move(scopes)});
    }

    Result<http::Caller> caller_with(const IssuedToken& token) {
        return authenticate(request_with("Bearer " + token.secret), tx);
    }

    TestDb database;
    db::Tx tx = database.begin();
    NewUser person = make_new_user(tx);
    Application app = make_app(tx);
};

TEST_F(AuthenticateTest, KnowsWhoShowsAToken) {
    const auto token = token_for(person, "read write:statuses");

    const auto caller = caller_with(token);

    ASSERT_TRUE(caller);
    EXPECT_EQ(caller->account.id, person.account);
    EXPECT_EQ(caller->account.username, "alice");
    EXPECT_EQ(caller->user, person.user);
    EXPECT_EQ(caller->token, token.id);
    EXPECT_EQ(caller->application, app.id);
    EXPECT_EQ(caller->scopes, *http::parse_scopes("read write:statuses"));
    EXPECT_EQ(caller->barred, "");
}

TEST_F(AuthenticateTest, TakesTheTokenFromHeaderOrParameter) {
    const auto token = token_for(person);
    http::Request by_parameter;
    by_parameter.params["access_token"] = token.secret;

    EXPECT_EQ(authenticate(request_with("bearer " + token.secret), tx)->user, person.user);
    EXPECT_EQ(authenticate(by_parameter, tx)->user, person.user);
}

TEST_F(AuthenticateTest, KnowsNobodyWithoutAToken) {
    for (const char* header : {"", "Basic YTpi", "Bearer", "Bearer "}) {
        const auto caller = authenticate(request_with(header), tx);
        ASSERT_TRUE(caller) << header;
        EXPECT_FALSE(caller->account.is_somebody());
        EXPECT_FALSE(caller->token);
    }
}

TEST_F(AuthenticateTest, RefusesATokenThatIsNoneOrWasRevoked) {
    const auto token = token_for(person);
    revoke_token(tx, token.id);

    EXPECT_EQ(authenticate(request_with("Bearer nonsense"), tx).error().message, "The access token is invalid");
    EXPECT_EQ(caller_with(token).error().message, "The access token was revoked");
    EXPECT_EQ(caller_with(token).error().refusal, base::Refusal::Unauthorized);
}

TEST_F(AuthenticateTest, KnowsAnAppOnItsOwn) {
    const auto token = issue_token(tx, {.application = app.id, .scopes = "read"});

    const auto caller = caller_with(token);

    ASSERT_TRUE(caller);
    EXPECT_EQ(caller->application, app.id);
    EXPECT_FALSE(caller->user);
    EXPECT_FALSE(caller->account.is_somebody());
}

TEST_F(AuthenticateTest, BarsWhoMayNotUseTheApi) {
    const auto barred = [&](const PersonOptions& options) {
        return caller_with(token_for(make_new_user(tx, options)))->barred;
    };

    EXPECT_EQ(barred({.username = "new", .is_approved = false}), "Your login is currently pending approval");
    EXPECT_EQ(barred({.username = "odd", .is_confirmed = false}), "Your login is missing a confirmed e-mail address");

    const auto token = token_for(person);
    tx.exec("update accounts set suspended_at = 1 where id = $1", {person.account});
    EXPECT_EQ(caller_with(token)->barred, "Your login is currently disabled");
    EXPECT_TRUE(caller_with(token)->account.is_suspended);
    tx.exec("update accounts set suspended_at = null where id = $1", {person.account});
    EXPECT_EQ(caller_with(token)->barred, "");
    tx.exec("update users set is_disabled = true where id = $1", {person.user});
    EXPECT_EQ(caller_with(token)->barred, "Your login is currently disabled");
}

TEST_F(AuthenticateTest, NotesTheDay) {
    const auto token = token_for(person);
    ASSERT_TRUE(caller_with(token));

    constexpr auto kToday = std::chrono::floor<std::chrono::days>(kTestTime);
    EXPECT_EQ(tx.query_integer("select last_used_at from oauth_access_tokens where id = $1", {token.id}),
              base::Time(kToday).time_since_epoch().count());
    EXPECT_EQ(tx.query_integer("select last_active_at from users where id = $1", {person.user}),
              base::Time(kToday).time_since_epoch().count());
}

TEST(Authenticate, RemembersReadersUntilSomebodyWrites) {
    TestDatabase database;
    IssuedToken token;
    database->write([&](db::Tx& tx) { token = issue_token(tx, {make_app(tx).id, make_new_user(tx).user, "read"}); });
    const auto last_use = [&](db::Tx& tx) {
        return tx.query_integer("select last_used_at from oauth_access_tokens where id = $1", {token.id});
    };
    const auto request = request_with("Bearer " + token.secret);

    for (const int statements : {2, 1}) { // What has changed; and, the first time, whose it is.
        database->read([&](db::Tx& tx) {
            ASSERT_TRUE(authenticate(request, tx));
            EXPECT_EQ(tx.statement_count(), statements);
            EXPECT_EQ(last_use(tx), std::nullopt);
        });
    }
    database->write([&](db::Tx& tx) { ASSERT_TRUE(authenticate(request, tx)); });
    database->read([&](db::Tx& tx) { EXPECT_TRUE(last_use(tx)); });
}

// Callers are remembered: none may outlive what was read of them.
TEST(Authenticate, KnowsEveryChangeAtOnce) {
    TestDatabase database;
    IssuedToken token;
    AccountId bob;
    database->write([&](db::Tx& tx) {
        token = issue_token(tx, {make_app(tx).id, make_new_user(tx).user, "read"});
        bob = make_account(tx, {.username = "bob"}).id;
    });
    const auto caller = [&] {
        std::string told;
        database->read([&](db::Tx& tx) {
            const auto found = authenticate(request_with("Bearer " + token.secret), tx);
            if (!found) return void(told = found.error().message);
            const auto& account = found->account;
            told = fmt::format("{} {} {} {} {} {} {} {} {}", static_cast<unsigned>(found->scopes),
                               static_cast<int>(found->role), found->locale, found->barred, account.username,
                               account.is_locked, account.is_suspended, account.is_limited, account.standings_revision);
        });
        return told;
    };

    auto before = caller();
    for (
        const char* sql : {
            "update oauth_access_tokens set scopes = 'read write' where $1 = $1",
            "update users set role = 'moderator' where $1 = $1",
            "update users set locale = 'ja' where $1 = $1",
            "update users set is_disabled = true where $1 = $1",
            "update users set is_disabled = false, is_approved = false where $1 = $1",
            "update users set is_approved = true, confirmed_at = null where $1 = $1",
            "update users set confirmed_at = 1 where $1 = $1",
            "update accounts set username = 'alicia' where id <> $1",
            "update accounts set is_locked = true where id <> $1",
            "update accounts set silenced_at = 1 where id <> $1",
            "update accounts set suspended_at = 1 where id <> $1",
            "update accounts set suspended_at = null where id <> $1",
            "update accounts set moved_to_account_id = $1 where id <> $1",
            "update accounts set moved_to_account_id = null, is_memorial = true where id <> $1",
            "insert into blocks (id, account_id, target_account_id, created_at) select 1, id, $1, 0 from accounts where id <> $1",
            "update oauth_access_tokens set revoked_at = 1 where $1 = $1",
            "delete from oauth_access_tokens where $1 = $1",
        }) {
        EXPECT_EQ(caller(), before) << "and once more before: " << sql;
        database->write([&](db::Tx& tx) { tx.exec(sql, {bob}); });
        const auto after = caller();
        EXPECT_NE(before, after) << sql;
        before = after;
    }
    EXPECT_EQ(before, "The access token is invalid");
}

TEST(Authenticate, ANewPasswordOrADisabledUserEndsEverything) {
    for (const bool is_disabling : {false, true}) {
        TestDatabase database;
        IssuedToken token;
        NewUser person;
        std::string session;
        database->write([&](db::Tx& tx) {
            person = make_new_user(tx);
            token = issue_token(tx, {make_app(tx).id, person.user, "read"});
            session = start_session(tx, person.user, {"192.0.2.1", "browser"});
        });
        database.world().events.take();

        database->write([&](db::Tx& tx) {
            const auto user = find_user(tx, person.user);
            is_disabling ? disable(tx, *user) : change_password(tx, *user, {"another"});
        });

        database->write([&](db::Tx& tx) {
            EXPECT_FALSE(authenticate(request_with("Bearer " + token.secret), tx));
            EXPECT_FALSE(find_session(tx, session));
            enable(tx, person.user);
            EXPECT_FALSE(find_session(tx, session));
        });
        database->read([&](db::Tx& tx) { EXPECT_THAT(waiting_jobs(tx), ElementsAre("cut_streams")); });
        std::vector<std::string> killed;
        for (const auto& event : database.world().events.take()) killed.push_back(event.event + " " + event.channel);
        EXPECT_THAT(killed, ElementsAre("kill timeline:access_token:" + to_string(token.id),
                                        "kill timeline:system:" + to_string(person.account)));
    }
}

TEST(Tokens, OfOneAppAndUserAreBounded) {
    db::Tx tx = TestDb().begin();
    const auto app = make_app(tx);
    const auto person = make_new_user(tx);
    const auto first = issue_token(tx, {app.id, person.user, "read"});
    for (int i = 0; i < 60; ++i) (void)issue_token(tx, {app.id, person.user, "read"});
    const auto of_app = issue_token(tx, {.application = app.id, .scopes = "read"});

    EXPECT_FALSE(authenticate(request_with("Bearer " + first.secret), tx));
    EXPECT_TRUE(authenticate(request_with("Bearer " + of_app.secret), tx));
    EXPECT_EQ(tx.query_integer("select count(*) from oauth_access_tokens where user_id = $1 and revoked_at is null",
                               {person.user}),
              50);
}

TEST(Sessions, AreTenAtMost) {
    db::Tx tx = TestDb().begin();
    const auto person = make_new_user(tx);
    const auto first = start_session(tx, person.user, {"192.0.2.1", "old browser"});
    std::string last;
    for (int i = 0; i < 10; ++i) last = start_session(tx, person.user, {"192.0.2.1", "browser"});

    EXPECT_FALSE(find_session(tx, first));
    EXPECT_EQ(find_session(tx, last)->user.id, person.user);
    EXPECT_FALSE(find_session(tx, ""));
    EXPECT_FALSE(find_session(tx, "nonsense"));
}

TEST(Sessions, EndAfterAYearUnused) {
    TestDatabase database;
    std::string secret;
    database->write([&](db::Tx& tx) { secret = start_session(tx, make_new_user(tx).user, {}); });

    database.world().clock.advance(kSessionLife - std::chrono::hours(1));
    database->write([&](db::Tx& tx) { touch_session(tx, find_session(tx, secret)->id); });
    database.world().clock.advance(kSessionLife - std::chrono::hours(1));
    database->read([&](db::Tx& tx) { EXPECT_TRUE(find_session(tx, secret)); });
    database.world().clock.advance(std::chrono::hours(2));
    database->read([&](db::Tx& tx) { EXPECT_FALSE(find_session(tx, secret)); });
}

} // namespace
} // namespace auth
