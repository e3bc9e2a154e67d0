#include "auth/authorization.h"

#include "base/crypto.h"
#include "support/auth_builders.h"
#include "support/test_db.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

namespace auth {
namespace {

constexpr const char* kVerifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

AuthorizationQuestion question_of(const Application& app) {
    return {.response_type = "code",
            .client_id = app.client_id,
            .redirect_uri = app.redirect_uris.front(),
            .scope = "read write",
            .state = "s"};
}

class AuthorizationTest : public testing::Test {
protected:
    // "" when it may be asked.
    std::string error_of(const AuthorizationQuestion& question) {
        const auto checked = check(tx, question);
        const auto* error = std::get_if<AuthorizationError>(&checked);
        if (!error) return "";
        return fmt::format("{}{}", error->code, error->is_for_the_app ? " for the app" : "");
    }

    std::string code_for(const AuthorizationQuestion& question) {
        return grant(tx, std::get<Authorization>(check(tx, question)), person.user);
    }

    std::string code_with_challenge() {
        auto question = question_of(app);
        question.code_challenge = base::base64url(base::sha256(kVerifier));
        question.code_challenge_method = "S256";
        return code_for(question);
    }

    CodeExchange exchange_of(const std::string& code) { return {app, code, app.redirect_uris.front(), {}}; }

    // "" when it succeeds.
    std::string error_of(const CodeExchange& wanted) {
        const auto token = exchange(tx, wanted);
        return token ? "" : token.error().code;
    }

    bool is_valid(const IssuedToken& token) {
        return tx.query_integer("select 1 from oauth_access_tokens where id = $1 and revoked_at is null", {token.id})
            .has_value();
    }

    TestDb database;
    db::Tx tx = database.begin();
    NewUser person = make_new_user(tx);
    Application app = make_app(tx);
};

TEST_F(AuthorizationTest, AsksForNoMoreThanTheAppRegistered) {
    auto question = question_of(app);
    EXPECT_EQ(error_of(question), "");
    for (const char* scope : {"", "read", "read:accounts", "write:statuses read:lists", "read+push"}) {
        question.scope = scope;
        EXPECT_EQ(error_of(question), "") << scope;
    }
    for (const char* scope : {"admin:read", "read profile", "everything", "read:nothing"}) {
        question.scope = scope;
        EXPECT_EQ(error_of(question), "invalid_scope for the app") << scope;
    }
}

TEST_F(AuthorizationTest, IsForReadingWhenNothingIsAskedFor) {
    auto question = question_of(app);
    question.scope.clear();

    EXPECT_EQ(std::get<Authorization>(check(tx, question)).scopes, "read");
    EXPECT_EQ(allowed_scopes("", make_app(tx, {.scopes = "profile"})), "profile");
}

TEST_F(AuthorizationTest, TellsTheAppOnlyWhereTheAppIsKnownToBe) {
    auto question = question_of(app);
    question.client_id = "nobody";
    EXPECT_EQ(error_of(question), "invalid_client");
    question = question_of(app);
    question.redirect_uri = "https://evil.test/";
    EXPECT_EQ(error_of(question), "invalid_redirect_uri");
    question.redirect_uri.clear();
    EXPECT_EQ(error_of(question), "invalid_request");
    question = question_of(app);
    question.response_type = "token";
    EXPECT_EQ(error_of(question), "unsupported_response_type for the app");
    question.response_type.clear();
    EXPECT_EQ(error_of(question), "invalid_request for the app");
}

TEST_F(AuthorizationTest, TakesNoOtherChallengeThanS256) {
    auto question = question_of(app);
    question.code_challenge = "x";
    EXPECT_EQ(error_of(question), "invalid_code_challenge_method for the app");
    question.code_challenge_method = "plain";
    EXPECT_EQ(error_of(question), "invalid_code_challenge_method for the app");
    question.code_challenge_method = "S256";
    EXPECT_EQ(error_of(question), "");
}

TEST_F(AuthorizationTest, GivesStateBackAsItCame) {
    auto question = question_of(app);
    question.state = "a b&c=#";

    EXPECT_EQ(location_with_code(question, "CODE"), "https://app.test/callback?code=CODE&state=a%20b%26c%3D%23");
    EXPECT_EQ(
        location_with_error(question, access_denied()),
        "https://app.test/callback?error=access_denied&error_description=The%20resource%20owner%20or%20authorization%20"
        "server%20denied%20the%20request.&state=a%20b%26c%3D%23");
}

TEST_F(AuthorizationTest, ACodeBuysOneToken) {
    const auto token = exchange(tx, exchange_of(code_for(question_of(app))));

    ASSERT_TRUE(token);
    EXPECT_EQ(token->scopes, "read write");
    EXPECT_TRUE(has_token(tx, app.id, person.user, *http::parse_scopes("read:lists write")));
    EXPECT_FALSE(has_token(tx, app.id, person.user, *http::parse_scopes("push")));
}

TEST_F(AuthorizationTest, ACodeThatComesBackTakesItsTokenWithIt) {
    const auto wanted = exchange_of(code_for(question_of(app)));
    const auto token = exchange(tx, wanted);
    ASSERT_TRUE(token);

    EXPECT_EQ(error_of(wanted), "invalid_grant");
    EXPECT_FALSE(is_valid(*token));
}

TEST_F(AuthorizationTest, ACodeIsOfNoUseToWhoeverLacksTheRest) {
    const auto code = code_with_challenge();
    auto wanted = exchange_of(code);
    EXPECT_EQ(error_of(wanted), "invalid_request") << "no verifier";
    wanted.code_verifier = "";
    EXPECT_EQ(error_of(wanted), "invalid_request");
    wanted.code_verifier = "another-verifier-another-verifier-another-verifier";
    EXPECT_EQ(error_of(wanted), "invalid_grant");
    wanted.code_verifier = kVerifier;
    wanted.redirect_uri = "https://evil.test/";
    EXPECT_EQ(error_of(wanted), "invalid_grant");
    wanted = {make_app(tx), code, app.redirect_uris.front(), kVerifier};
    EXPECT_EQ(error_of(wanted), "invalid_grant") << "another app";
    wanted = exchange_of(code);
    wanted.code_verifier = kVerifier;
    EXPECT_EQ(error_of(wanted), "") << "the attempts have not used it up";
}

TEST_F(AuthorizationTest, AVerifierForACodeWithoutChallengeIsADowngrade) {
    auto wanted = exchange_of(code_for(question_of(app)));
    wanted.code_verifier = kVerifier;

    EXPECT_EQ(error_of(wanted), "invalid_grant");
}

TEST_F(AuthorizationTest, AThiefWithoutTheVerifierRevokesNothing) {
    auto wanted = exchange_of(code_with_challenge());
    wanted.code_verifier = kVerifier;
    const auto token = exchange(tx, wanted);
    ASSERT_TRUE(token);

    wanted.code_verifier = "another-verifier-another-verifier-another-verifier";
    EXPECT_EQ(error_of(wanted), "invalid_grant");
    EXPECT_TRUE(is_valid(*token));
}

TEST(Authorization, ACodeLastsTenMinutes) {
    TestDatabase database;
    CodeExchange wanted;
    database->write([&](db::Tx& tx) {
        wanted.application = make_app(tx);
        wanted.redirect_uri = wanted.application.redirect_uris.front();
        wanted.code =
            grant(tx, std::get<Authorization>(check(tx, question_of(wanted.application))), make_new_user(tx).user);
    });

    database.world().clock.advance(kCodeLife + std::chrono::seconds(1));

    database->write([&](db::Tx& tx) { EXPECT_EQ(exchange(tx, wanted).error().code, "invalid_grant"); });
}

} // namespace
} // namespace auth
