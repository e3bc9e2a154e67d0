#include "auth/applications.h"

#include "auth/redirect_uri.h"
#include "support/auth_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

namespace auth {
namespace {

using testing::ElementsAre;

std::string refusal_of(db::Tx& tx, const NewApplication& wanted) {
    const auto app = register_application(tx, wanted);
    return app ? "" : app.error().message;
}

TEST(Applications, AreRegisteredAndFound) {
    db::Tx tx = TestDb().begin();

    const auto app = register_application(tx, {.name = " Clock 時計 ",
                                               .redirect_uris = {"https://clock.test/a+b", "clock://callback"},
                                               .scopes = "read  write+push read",
                                               .website = "https://clock.test/#about"});

    ASSERT_TRUE(app);
    const auto found = find_application(tx, app->client_id);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->id, app->id);
    EXPECT_EQ(found->name, "Clock 時計");
    EXPECT_EQ(found->scopes, "read write push");
    EXPECT_EQ(found->website, "https://clock.test/#about");
    EXPECT_THAT(found->redirect_uris, ElementsAre("https://clock.test/a+b", "clock://callback"));
    EXPECT_EQ(found->client_secret, app->client_secret);
    EXPECT_NE(app->client_id, app->client_secret);
    EXPECT_FALSE(find_application(tx, "nobody"));
}

TEST(Applications, AreRefusedInMastodonsWords) {
    db::Tx tx = TestDb().begin();
    const auto uri = [&](const char* text) { return refusal_of(tx, {.name = "x", .redirect_uris = {text}}); };

    EXPECT_EQ(refusal_of(tx, {}), "Validation failed: Application name can't be blank, Redirect URI can't be blank");
    EXPECT_EQ(refusal_of(tx, {.name = std::string(61, 'x'), .redirect_uris = {"https://a.test/"}}),
              "Validation failed: Application name is too long (maximum is 60 characters)");
    EXPECT_EQ(refusal_of(tx, {.name = "x", .redirect_uris = {"https://a.test/"}, .scopes = "read destroy"}),
              "Validation failed: Scopes doesn't match configured on the server.");
    EXPECT_EQ(refusal_of(tx, {.name = "x", .redirect_uris = {"https://a.test/"}, .website = "javascript:alert(1)"}),
              "Validation failed: Application website is not a valid URL");
    EXPECT_EQ(uri("callback"), "Validation failed: Redirect URI must be an absolute URI.");
    EXPECT_EQ(uri("https://a.test/#x"), "Validation failed: Redirect URI cannot contain a fragment.");
    EXPECT_EQ(uri("JavaScript:alert(1)"), "Validation failed: Redirect URI is forbidden by the server.");
    EXPECT_EQ(uri(("https://a.test/" + std::string(2000, 'x')).c_str()),
              "Validation failed: Redirect URI is too long (maximum is 2000 characters)");
}

TEST(RedirectUri, MayBeAnAppsOwn) {
    for (const char* uri : {"https://app.test/callback", "https://app.test", "http://localhost:8080/x?y=1",
                            "tusky://oauth2redirect", "com.example.app:/callback", "urn:ietf:wg:oauth:2.0:oob",
                            "http://127.0.0.1/", "http://[::1]:3000/", "icecubesapp://"}) {
        EXPECT_EQ(find_redirect_problem(uri), "") << uri;
    }
}

TEST(RedirectUri, MayNotMislead) {
    for (const char* uri :
         {"", "/callback", "//app.test/", "app.test/callback", "javascript:alert(1)", "JAVASCRIPT:x",
          "data:text/html,x", "vbscript:x", "https://app.test/#fragment", "https://app.test/a b",
          "https://app.test/\r\nSet-Cookie: x=1", "https://", "https:///path", "https://app.test@evil.test/",
          "https://user:pass@app.test/", "https://app.test\\@evil.test/", "https://app.test/%zz", "1app://x",
          "\x01https://app.test/"}) {
        EXPECT_NE(find_redirect_problem(uri), "") << uri;
    }
}

TEST(RedirectUri, MatchesToTheLetter) {
    EXPECT_TRUE(is_same_redirect("https://app.test/callback", "https://app.test/callback"));
    for (const char* other :
         {"https://app.test/callback/", "https://app.test/callback?x=1", "https://app.test/callback.evil",
          "https://app.test/Callback", "http://app.test/callback", "https://app.test:8443/callback",
          "https://app.test.evil.test/callback", "https://app.test/other/../callback", "https://app.test/callback#x",
          "https://app.test/%63allback", ""}) {
        EXPECT_FALSE(is_same_redirect("https://app.test/callback", other)) << other;
    }
}

TEST(RedirectUri, OfAProgramOnThisMachineMayHaveAnyPort) {
    EXPECT_TRUE(is_same_redirect("http://127.0.0.1/callback", "http://127.0.0.1:49152/callback"));
    EXPECT_TRUE(is_same_redirect("http://[::1]:1/callback", "http://[::1]:2/callback"));
    EXPECT_FALSE(is_same_redirect("http://127.0.0.1/callback", "http://127.0.0.1:49152/other"));
    EXPECT_FALSE(is_same_redirect("http://127.0.0.1/callback", "http://127.0.0.2:49152/callback"));
    EXPECT_FALSE(is_same_redirect("https://127.0.0.1/callback", "https://127.0.0.1:49152/callback"));
    EXPECT_FALSE(is_same_redirect("http://localhost:1/callback", "http://localhost:2/callback"));
    EXPECT_FALSE(is_same_redirect("http://127.0.0.1/callback", "http://127.0.0.1:1@evil.test/callback"));
}

TEST(RedirectUri, KeepsItsOwnQuery) {
    EXPECT_EQ(add_query("https://a.test/", "code=1"), "https://a.test/?code=1");
    EXPECT_EQ(add_query("https://a.test/?x=1", "code=1"), "https://a.test/?x=1&code=1");
    EXPECT_EQ(add_query("https://a.test/?", "code=1"), "https://a.test/?code=1");
    EXPECT_EQ(add_query("app://", "code=1"), "app://?code=1");
}

} // namespace
} // namespace auth
