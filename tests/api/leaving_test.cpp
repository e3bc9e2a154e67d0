#include "accounts/accounts.h"
#include "auth/users.h"
#include "support/api_server.h"
#include "support/auth_builders.h"
#include "support/status_builders.h"
#include "support/visitor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::HasSubstr;
using testing::Not;

const HttpHeaders kActivity = {{"Accept", "application/activity+json"}};

class LeavingPage : public testing::Test {
protected:
    LeavingPage() {
        server.write([&](db::Tx& tx) {
            alice = make_new_user(tx);
            token = make_token(tx, alice.user);
            post = make_status(tx, *accounts::find(tx, alice.account), "hello");
        });
    }

    Visitor signed_in() {
        Visitor browser(server.client());
        browser.get("/auth/sign_in");
        browser.submit("/auth/sign_in",
                       {{"user[email]", "alice@example.test"}, {"user[password]", std::string(kTestPassword)}});
        return browser;
    }
    bool is_there() {
        bool found = false;
        server.write([&](db::Tx& tx) { found = auth::find_user_by_username(tx, "alice").has_value(); });
        return found;
    }

    ApiServer server;
    auth::NewUser alice;
    std::string token;
    StatusId post;
};

TEST_F(LeavingPage, DeletesTheAccountOfWhoKnowsThePassword) {
    auto browser = signed_in();
    EXPECT_THAT(browser.get("/settings").body, HasSubstr("/settings/delete"));
    const auto asked = browser.get("/settings/delete");
    EXPECT_THAT(asked.body, HasSubstr("@alice"));

    const auto done = browser.submit("/settings/delete", {{"password", std::string(kTestPassword)}});

    EXPECT_EQ(done.status, 200);
    EXPECT_THAT(done.body, HasSubstr("Your account is deleted"));
    EXPECT_FALSE(is_there());
    EXPECT_EQ(server.client_with(token).get("/api/v1/accounts/verify_credentials").status, 401);
    EXPECT_THAT(browser.get("/").body, Not(HasSubstr("/settings"))) << "signed out";
    auto client = server.client();
    const std::string status = "/users/alice/statuses/" + to_string(post);
    for (const auto& path : {std::string("/users/alice"), std::string("/users/alice/outbox"), status,
                             std::string("/.well-known/webfinger?resource=acct:alice@akebono.test")}) {
        EXPECT_EQ(client.get(path, kActivity).status, 410) << path;
    }
    EXPECT_EQ(client.post("/users/alice/inbox", "{}").status, 410);
    EXPECT_EQ(client.get("/api/v1/statuses/" + to_string(post)).status, 404);
    EXPECT_EQ(client.get("/api/v1/accounts/" + to_string(alice.account)).json().at("suspended"), true);
}

TEST_F(LeavingPage, DeletesNothingWithoutThePassword) {
    auto browser = signed_in();
    browser.get("/settings/delete");

    const auto refused = browser.submit("/settings/delete", {{"password", "a guess"}});
    browser.get("/settings/delete");
    const auto forged = browser.post("/settings/delete", {{"password", std::string(kTestPassword)}});

    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(refused.body, HasSubstr("This is not your password."));
    EXPECT_EQ(forged.status, 422);
    EXPECT_TRUE(is_there());
}

TEST_F(LeavingPage, AsksToSignInFirst) {
    Visitor browser(server.client());

    EXPECT_THAT(browser.get("/settings/delete").body, HasSubstr("value=\"/settings/delete\""));

    const auto page = browser.submit(
        "/auth/sign_in", {{"user[email]", "alice@example.test"}, {"user[password]", std::string(kTestPassword)}});
    EXPECT_THAT(page.body, HasSubstr("Delete your account"));
}

} // namespace
