#include "auth/users.h"
#include "base/crypto.h"
#include "support/api_server.h"
#include "support/auth_builders.h"
#include "support/visitor.h"

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr const char* kVerifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
constexpr const char* kOutOfBandEncoded = "urn%3Aietf%3Awg%3Aoauth%3A2.0%3Aoob";

std::string text_at(const HttpReply& reply, std::string_view name) {
    const auto value = reply.json();
    const auto* found = value.as_object().if_contains({name.data(), name.size()});
    return found && found->is_string() ? std::string(found->as_string()) : std::string();
}

// What stands for `name` in the query of a Location.
std::string parameter(const std::string& url, const std::string& name) {
    const auto at = url.find(name + "=");
    if (at == std::string::npos) return {};
    const auto rest = url.substr(at + name.size() + 1);
    return rest.substr(0, rest.find('&'));
}

class OAuthTest : public testing::Test {
protected:
    OAuthTest() {
        server.write([&](db::Tx& tx) {
            person = make_new_user(tx);
            app = make_app(tx, {.scopes = "read write follow push profile"});
        });
    }

    Visitor visitor() { return Visitor(server.client()); }

    std::string authorize_path(const std::string& more = "") {
        return "/oauth/authorize?response_type=code&client_id=" + app.client_id
               + "&redirect_uri=https%3A%2F%2Fapp.test%2Fcallback&scope=read+write&state=s1" + more;
    }

    static HttpReply sign_in(Visitor& visitor, const std::string& email = "alice@example.test",
                             std::string_view password = kTestPassword) {
        return visitor.submit("/auth/sign_in", {{"user[email]", email}, {"user[password]", std::string(password)}});
    }

    static HttpReply allow(Visitor& visitor) { return visitor.submit("/oauth/authorize", {{"decision", "allow"}}); }

    // A code that alice has agreed to.
    std::string new_code(const std::string& more = "") {
        auto browser = visitor();
        browser.get(authorize_path(more));
        sign_in(browser);
        return parameter(allow(browser).header("location"), "code");
    }

    HttpReply exchange(const std::string& code, const std::string& more = "") {
        return client.post("/oauth/token", "grant_type=authorization_code&code=" + code + "&client_id=" + app.client_id
                                               + "&client_secret=" + app.client_secret
                                               + "&redirect_uri=https%3A%2F%2Fapp.test%2Fcallback" + more);
    }

    ApiServer server;
    HttpClient client = server.client();
    auth::NewUser person;
    auth::Application app;
};

TEST_F(OAuthTest, GoesFromRegistrationToARequestInSomebodysName) {
    const auto registered = client.post_json("/api/v1/apps", R"({"client_name": "Clock", "scopes": "read push",
        "redirect_uris": ["https://clock.test/cb", "urn:ietf:wg:oauth:2.0:oob"]})");
    ASSERT_EQ(registered.status, 200) << registered.body;
    EXPECT_EQ(text_at(registered, "redirect_uri"), "https://clock.test/cb\nurn:ietf:wg:oauth:2.0:oob");
    EXPECT_EQ(registered.json().at("client_secret_expires_at"), 0);
    const auto id = text_at(registered, "client_id");

    auto browser = visitor();
    EXPECT_THAT(browser
                    .get("/oauth/authorize?response_type=code&client_id=" + id
                         + "&scope=read+push&redirect_uri=" + kOutOfBandEncoded)
                    .body,
                HasSubstr("Clock"));
    const auto consent = sign_in(browser);
    EXPECT_EQ(consent.status, 200);
    EXPECT_THAT(consent.body, HasSubstr("@alice"));
    const auto page = allow(browser);
    const auto at = page.body.find("class=\"code\"");
    ASSERT_NE(at, std::string::npos) << page.body;
    const auto begin = page.body.find('>', at) + 1;
    const auto code = page.body.substr(begin, page.body.find('<', begin) - begin);

    const auto token = client.post_json(
        "/oauth/token",
        fmt::format(
            R"({{"grant_type":"authorization_code","client_id":"{}","client_secret":"{}","redirect_uri":"urn:ietf:wg:oauth:2.0:oob","code":"{}"}})",
            id, text_at(registered, "client_secret"), code));
    ASSERT_EQ(token.status, 200) << token.body;
    EXPECT_EQ(text_at(token, "token_type"), "Bearer");
    EXPECT_EQ(text_at(token, "scope"), "read push");
    EXPECT_EQ(token.json().at("created_at"), 1704164645);
    EXPECT_EQ(token.header("cache-control"), "no-store");

    auto signed_in = server.client_with(text_at(token, "access_token"));
    EXPECT_EQ(text_at(signed_in.get("/api/v1/accounts/verify_credentials"), "username"), "alice");
    EXPECT_EQ(text_at(signed_in.get("/api/v1/apps/verify_credentials"), "name"), "Clock");
}

TEST_F(OAuthTest, RefusesToRegisterInMastodonsWords) {
    const auto refused = client.post("/api/v1/apps", "client_name=x&redirect_uris=callback");

    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(refused.error(), "Validation failed: Redirect URI must be an absolute URI.");
    EXPECT_EQ(client.get("/api/v1/apps/verify_credentials").status, 401);
}

TEST_F(OAuthTest, SendsStateBackToTheApp) {
    auto browser = visitor();
    browser.get(authorize_path());
    sign_in(browser);

    const auto location = allow(browser).header("location");

    EXPECT_THAT(location, StartsWith("https://app.test/callback?code="));
    EXPECT_EQ(parameter(location, "state"), "s1");
}

TEST_F(OAuthTest, SendsANoToTheApp) {
    for (const auto& [name, value] : {std::pair{"decision", "deny"}, {"_method", "delete"}}) {
        auto browser = visitor();
        browser.get(authorize_path());
        sign_in(browser);

        const auto location = browser.submit("/oauth/authorize", {{name, value}}).header("location");

        EXPECT_EQ(parameter(location, "error"), "access_denied");
        EXPECT_EQ(parameter(location, "state"), "s1");
        EXPECT_EQ(parameter(location, "code"), "");
    }
}

TEST_F(OAuthTest, SkipsTheQuestionForAnAppThatHasAToken) {
    auto browser = visitor();
    browser.get(authorize_path());
    sign_in(browser);
    ASSERT_EQ(exchange(parameter(allow(browser).header("location"), "code")).status, 200);

    EXPECT_THAT(browser.get(authorize_path()).header("location"), StartsWith("https://app.test/callback?code="));
    EXPECT_THAT(browser.get(authorize_path("&scope=read+write+push")).body, HasSubstr("name=\"decision\""))
        << "more than before";
    EXPECT_THAT(browser.get(authorize_path("&force_login=true")).body, HasSubstr("name=\"user[password]\""));
    EXPECT_THAT(sign_in(browser).body, HasSubstr("name=\"decision\"")) << "the account was chosen anew";
}

TEST_F(OAuthTest, TellsThePersonWhatTheAppCannotBeTold) {
    auto browser = visitor();
    const auto unknown =
        browser.get("/oauth/authorize?response_type=code&client_id=nobody&redirect_uri=https%3A%2F%2Fapp.test%2F");
    const auto elsewhere = browser.get("/oauth/authorize?response_type=code&client_id=" + app.client_id
                                       + "&redirect_uri=https%3A%2F%2Fevil.test%2F");
    const auto fragment = browser.get("/oauth/authorize?response_type=code&client_id=" + app.client_id
                                      + "&redirect_uri=https%3A%2F%2Fapp.test%2Fcallback%23x");

    EXPECT_EQ(unknown.status, 401);
    EXPECT_EQ(elsewhere.status, 400);
    EXPECT_EQ(fragment.status, 400);
    for (const auto& reply : {unknown, elsewhere, fragment}) {
        EXPECT_EQ(reply.header("location"), "");
        EXPECT_EQ(reply.header("content-type"), "text/html; charset=utf-8");
    }
}

TEST_F(OAuthTest, TellsTheAppItsOwnMistakes) {
    auto browser = visitor();
    const auto error_of = [&](const std::string& more) {
        return parameter(browser.get(authorize_path(more)).header("location"), "error");
    };

    EXPECT_EQ(error_of("&scope=admin:read"), "invalid_scope");
    EXPECT_EQ(error_of("&response_type=token"), "unsupported_response_type");
    EXPECT_EQ(error_of("&code_challenge=x&code_challenge_method=plain"), "invalid_code_challenge_method");
}

TEST_F(OAuthTest, SellsACodeOnce) {
    const auto code = new_code();
    const auto token = exchange(code);
    ASSERT_EQ(token.status, 200) << token.body;
    auto signed_in = server.client_with(text_at(token, "access_token"));
    ASSERT_EQ(signed_in.get("/api/v1/accounts/verify_credentials").status, 200);

    const auto again = exchange(code);

    EXPECT_EQ(again.status, 400);
    EXPECT_EQ(again.error(), "invalid_grant");
    EXPECT_EQ(signed_in.get("/api/v1/accounts/verify_credentials").error(), "The access token was revoked");
}

TEST_F(OAuthTest, HoldsAnAppToItsChallenge) {
    const auto challenge = "&code_challenge_method=S256&code_challenge=" + base::base64url(base::sha256(kVerifier));
    const auto code = new_code(challenge);

    EXPECT_EQ(exchange(code).error(), "invalid_request");
    EXPECT_EQ(exchange(code, "&code_verifier=wrong").error(), "invalid_grant");
    EXPECT_EQ(exchange(code, "&code_verifier=" + std::string(kVerifier)).status, 200);
    EXPECT_EQ(exchange(new_code(), "&code_verifier=" + std::string(kVerifier)).error(), "invalid_grant") << "downgrade";
}

TEST_F(OAuthTest, WantsTheRightAppAndAddress) {
    const auto code = new_code();

    EXPECT_EQ(exchange(code, "&redirect_uri=https%3A%2F%2Fevil.test%2F").error(), "invalid_grant");
    const auto wrong_secret = exchange(code, "&client_secret=wrong");
    EXPECT_EQ(wrong_secret.status, 401);
    EXPECT_EQ(wrong_secret.error(), "invalid_client");
    EXPECT_EQ(exchange("nonsense").error(), "invalid_grant");
    EXPECT_EQ(exchange(code, "&grant_type=password").error(), "unsupported_grant_type");
    EXPECT_EQ(exchange("").error(), "invalid_request");
    EXPECT_EQ(client.post("/oauth/token", "").error(), "invalid_request");
}

TEST_F(OAuthTest, GivesAnAppATokenOfItsOwn) {
    const auto ask = [&](const std::string& more) {
        return client.post("/oauth/token", "grant_type=client_credentials&client_id=" + app.client_id
                                               + "&client_secret=" + app.client_secret + more);
    };
    const auto basic = "YTpi"; // "a:b"

    EXPECT_EQ(text_at(ask(""), "scope"), "read");
    EXPECT_EQ(ask("&scope=admin:write").error(), "invalid_scope");
    EXPECT_EQ(
        client.post("/oauth/token", "grant_type=client_credentials", {{"Authorization", std::string("Basic ") + basic}})
            .status,
        401);
    auto by_itself = server.client_with(text_at(ask("&scope=read"), "access_token"));
    EXPECT_EQ(by_itself.get("/api/v1/apps/verify_credentials").status, 200);
    EXPECT_EQ(by_itself.get("/api/v1/accounts/verify_credentials").status, 422);
}

TEST_F(OAuthTest, RevokesWhatBelongsToTheApp) {
    const auto token = text_at(exchange(new_code()), "access_token");
    auth::Application other;
    server.write([&](db::Tx& tx) { other = make_app(tx); });
    const auto revoke = [&](const auth::Application& by, const std::string& secret) {
        return client.post("/oauth/revoke",
                           "client_id=" + by.client_id + "&client_secret=" + secret + "&token=" + token);
    };
    auto signed_in = server.client_with(token);

    EXPECT_EQ(revoke(other, other.client_secret).status, 403);
    EXPECT_EQ(revoke(app, "wrong").error(), "unauthorized_client");
    EXPECT_EQ(signed_in.get("/api/v1/accounts/verify_credentials").status, 200);
    EXPECT_EQ(revoke(app, app.client_secret).body, "{}");
    EXPECT_EQ(revoke(app, app.client_secret).status, 200) << "twice";
    EXPECT_EQ(signed_in.get("/api/v1/accounts/verify_credentials").status, 401);
}

TEST_F(OAuthTest, AnswersBasicAuthentication) {
    std::string pair = base::base64url(app.client_id + ":" + app.client_secret);
    std::ranges::replace(pair, '-', '+');
    std::ranges::replace(pair, '_', '/');
    while (pair.size() % 4 != 0) pair += '=';

    EXPECT_EQ(client.post("/oauth/token", "grant_type=client_credentials", {{"Authorization", "Basic " + pair}}).status,
              200);
}

TEST_F(OAuthTest, SaysTheSameToAWrongPasswordAndToNobody) {
    auto browser = visitor();
    browser.get("/auth/sign_in");
    const auto wrong = sign_in(browser, "alice@example.test", "wrong");
    const auto nobody = sign_in(browser, "nobody@example.test", "wrong");

    EXPECT_EQ(wrong.status, 422);
    EXPECT_EQ(nobody.status, 422);
    EXPECT_THAT(wrong.body, HasSubstr("do not match"));
    EXPECT_THAT(nobody.body, HasSubstr("do not match"));
    EXPECT_THAT(wrong.body, HasSubstr("value=\"alice@example.test\""));
    EXPECT_EQ(browser.cookie("__Host-akebono_session"), "");
}

TEST_F(OAuthTest, LetsNoDisabledUserIn) {
    auto browser = visitor();
    browser.get(authorize_path());
    sign_in(browser);
    server.write([&](db::Tx& tx) { auth::disable(tx, *auth::find_user(tx, person.user)); });

    EXPECT_THAT(allow(browser).body, HasSubstr("name=\"user[password]\""));
    EXPECT_THAT(sign_in(browser).body, HasSubstr("has been disabled"));
}

TEST_F(OAuthTest, RefusesFormsThatAreNotItsOwn) {
    auto browser = visitor();
    browser.get(authorize_path());
    auto fields = browser.hidden();
    fields["user[email]"] = "alice@example.test";
    fields["user[password]"] = kTestPassword;
    auto without_token = fields;
    without_token.erase("authenticity_token");

    EXPECT_EQ(browser.post("/auth/sign_in", without_token).status, 422);
    browser.origin = "https://evil.test";
    EXPECT_EQ(browser.post("/auth/sign_in", fields).status, 422);
    browser.origin = "https://akebono.test";
    EXPECT_EQ(visitor().post("/auth/sign_in", fields).status, 422) << "another browser";
    EXPECT_EQ(browser.post("/auth/sign_in", fields).status, 200);

    EXPECT_EQ(browser.post("/oauth/authorize", {{"client_id", app.client_id}, {"decision", "allow"}}).status, 422);
    EXPECT_EQ(browser.post("/auth/sign_out", {}).status, 422);
}

TEST_F(OAuthTest, SignsOut) {
    auto browser = visitor();
    browser.get("/auth/sign_in");
    EXPECT_THAT(sign_in(browser).body, HasSubstr("@alice")) << "the start page";
    const auto secret = browser.cookie("__Host-akebono_session");
    ASSERT_NE(secret, "");

    EXPECT_THAT(browser.submit("/auth/sign_out", {}).body, Not(HasSubstr("@alice")));
    EXPECT_EQ(browser.cookie("__Host-akebono_session"), "");
    browser.set_cookie("__Host-akebono_session", secret);
    EXPECT_THAT(browser.get("/").body, Not(HasSubstr("@alice"))) << "the old cookie opens nothing";
}

TEST_F(OAuthTest, DoesNotTakeASessionForAToken) {
    auto browser = visitor();
    browser.get("/auth/sign_in");
    sign_in(browser);

    EXPECT_EQ(browser.get("/api/v1/accounts/verify_credentials").status, 401);
}

TEST_F(OAuthTest, LeadsNowhereElseAfterSigningIn) {
    auto browser = visitor();
    browser.get("/auth/sign_in?return_to=https%3A%2F%2Fevil.test%2F");
    const auto reply = browser.submit("/auth/sign_in", {{"user[email]", "alice@example.test"},
                                                        {"user[password]", std::string(kTestPassword)},
                                                        {"return_to", "//evil.test/"}});

    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.header("location"), "");
    EXPECT_THAT(reply.body, HasSubstr("@alice"));
}

TEST_F(OAuthTest, KeepsItsPagesSafe) {
    for (const auto* path : {"/", "/auth/sign_in", "/oauth/authorize", "/oauth/authorize/native?code=%3Cscript%3E"}) {
        const auto reply = client.get(path);
        EXPECT_THAT(reply.header("content-security-policy"), StartsWith("default-src 'none'; style-src 'self'"))
            << path;
        EXPECT_EQ(reply.header("x-frame-options"), "DENY") << path;
        EXPECT_EQ(reply.header("x-content-type-options"), "nosniff") << path;
        EXPECT_EQ(reply.header("cache-control"), "private, no-store") << path;
        EXPECT_THAT(reply.body, Not(HasSubstr("<script"))) << path;
    }
}

TEST_F(OAuthTest, ServesItsStyleForEver) {
    const auto page = client.get("/");
    const auto begin = page.body.find("/assets/auth-");
    const auto path = page.body.substr(begin, page.body.find('"', begin) - begin);

    const auto style = client.get(path);

    EXPECT_EQ(style.status, 200);
    EXPECT_EQ(style.header("content-type"), "text/css; charset=utf-8");
    EXPECT_EQ(style.header("cache-control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(client.get("/assets/auth-0000000000000000.css").status, 404);
}

TEST_F(OAuthTest, DescribesItself) {
    const auto metadata = client.get("/.well-known/oauth-authorization-server");

    EXPECT_EQ(text_at(metadata, "issuer"), "https://akebono.test/");
    EXPECT_EQ(text_at(metadata, "token_endpoint"), "https://akebono.test/oauth/token");
    EXPECT_EQ(metadata.json().at("code_challenge_methods_supported"), (json::Array{"S256"}));
}

TEST_F(OAuthTest, SaysWhoSomebodyIs) {
    auto signed_in = server.client_with(text_at(exchange(new_code("&scope=profile")), "access_token"));
    const auto info = signed_in.get("/oauth/userinfo");

    EXPECT_EQ(text_at(info, "iss"), "https://akebono.test/");
    EXPECT_EQ(text_at(info, "sub"), "https://akebono.test/users/alice");
    EXPECT_EQ(text_at(info, "preferred_username"), "alice");
    EXPECT_EQ(text_at(info, "picture"), "https://akebono.test/avatars/original/missing.png");
    EXPECT_EQ(client.get("/oauth/userinfo").status, 401);
}

} // namespace
