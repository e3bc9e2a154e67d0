#include "auth/users.h"
#include "support/api_server.h"
#include "support/auth_builders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

class SignUpApiTest : public testing::Test {
protected:
    explicit SignUpApiTest(base::Registrations registrations = base::Registrations::Open) {
        server.world().config.registrations = registrations;
        std::string token;
        server.write([&](db::Tx& tx) { token = make_token(tx, {}, "read write"); });
        app = server.client_with(token);
    }

    HttpReply sign_up(const std::string& more = "") {
        return app.post("/api/v1/accounts",
                        "username=carol&email=carol%40example.test&password=long+enough&agreement=true&locale=ja"
                            + more);
    }

    ApiServer server;
    HttpClient app = server.client();
};

TEST_F(SignUpApiTest, GivesATokenForTheNewAccount) {
    const auto token = sign_up();
    ASSERT_EQ(token.status, 200) << token.body;
    EXPECT_EQ(token.json().at("scope"), "read write");

    auto carol = server.client_with(std::string(token.json().at("access_token").as_string()));
    EXPECT_EQ(carol.get("/api/v1/accounts/verify_credentials").json().at("username"), "carol");
    server.write([](db::Tx& tx) { EXPECT_EQ(auth::find_user_by_username(tx, "carol")->locale, "ja"); });
}

TEST_F(SignUpApiTest, NamesEveryProblem) {
    const auto refused = app.post("/api/v1/accounts", "username=ad-min&email=nowhere&password=short");

    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(
        refused.error(),
        "Validation failed: Username must contain only letters, numbers and underscores, E-mail address is not "
        "a valid e-mail address, Password is too short (minimum is 8 characters), Service agreement must be accepted");
    const auto details = refused.json().at("details");
    EXPECT_EQ(details.at("username").at(0).at("error"), "ERR_INVALID");
    EXPECT_EQ(details.at("email").at(0).at("error"), "ERR_INVALID");
    EXPECT_EQ(details.at("password").at(0).at("error"), "ERR_TOO_SHORT");
    EXPECT_EQ(details.at("agreement").at(0).at("error"), "ERR_ACCEPTED");
}

TEST_F(SignUpApiTest, TakesNoNameTwice) {
    ASSERT_EQ(sign_up().status, 200);

    EXPECT_EQ(sign_up("&username=CAROL&email=c2%40example.test").json().at("details").at("username").at(0).at("error"),
              "ERR_TAKEN");
}

TEST_F(SignUpApiTest, WantsAnAppThatMayWrite) {
    std::string reading;
    server.write([&](db::Tx& tx) { reading = make_token(tx, {}, "read"); });

    EXPECT_EQ(server.client_with(reading).post("/api/v1/accounts", "").status, 403);
    EXPECT_EQ(server.client().post("/api/v1/accounts", "").status, 401);
}

class ApprovalTest : public SignUpApiTest {
protected:
    ApprovalTest() : SignUpApiTest(base::Registrations::Approval) {}
};

TEST_F(ApprovalTest, MakesPeopleWait) {
    const auto token = sign_up("&reason=%E8%B1%A1%E3%81%8C%E5%A5%BD%E3%81%8D");
    ASSERT_EQ(token.status, 200) << token.body;
    auto carol = server.client_with(std::string(token.json().at("access_token").as_string()));

    const auto barred = carol.get("/api/v1/accounts/verify_credentials");
    EXPECT_EQ(barred.status, 403);
    EXPECT_EQ(barred.error(), "Your login is currently pending approval");

    server.write([](db::Tx& tx) { auth::approve(tx, auth::find_user_by_username(tx, "carol")->id); });
    EXPECT_EQ(carol.get("/api/v1/accounts/verify_credentials").status, 200);
}

class ClosedTest : public SignUpApiTest {
protected:
    ClosedTest() : SignUpApiTest(base::Registrations::Closed) {}
};

TEST_F(ClosedTest, LetsNobodyIn) {
    const auto refused = sign_up();

    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(refused.error(), "This action is not allowed");
}

} // namespace
