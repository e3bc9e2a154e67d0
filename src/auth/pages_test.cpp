#include "auth/pages.h"

#include "auth/consent.h"
#include "auth/csrf.h"
#include "auth/return_to.h"
#include "support/test_db.h"

#include <fmt/core.h>
#include <gmock/gmock.h>

namespace auth {
namespace {

using testing::HasSubstr;
using testing::Not;

http::Request request_accepting(std::string languages, std::string lang = "") {
    http::Request request;
    request.path = "/";
    request.headers = {{"accept-language", std::move(languages)}};
    if (!lang.empty()) request.params["lang"] = lang;
    return request;
}

std::string header_of(const http::Reply& reply, std::string_view name) {
    for (const auto& [key, value] : reply.headers) {
        if (key == name) return value;
    }
    return "";
}

TEST(Languages, AreChosenByThePersonThenTheBrowserThenTheSite) {
    const auto choose = [](const http::Request& request) { return code_of(choose_language(request, "en")); };

    EXPECT_EQ(choose(request_accepting("")), "en");
    EXPECT_EQ(choose(request_accepting("ja")), "ja");
    EXPECT_EQ(choose(request_accepting("fr-FR,fr;q=0.9,ja;q=0.5,en;q=0.4")), "ja");
    EXPECT_EQ(choose(request_accepting("en-GB, ja;q=0.9")), "en");
    EXPECT_EQ(choose(request_accepting("ja;q=0, de")), "en");
    EXPECT_EQ(choose(request_accepting("en", "ja-JP")), "ja");
    EXPECT_EQ(choose(request_accepting("en", "fr")), "en");
    EXPECT_EQ(code_of(choose_language(request_accepting("fr"), "ja")), "ja");
    EXPECT_EQ(with_language("/a?lang=ja&x=1", Language::English), "/a?x=1&lang=en");
    EXPECT_EQ(with_language("/", Language::Japanese), "/?lang=ja");
}

void expect_same_keys(const json::Object& a, const json::Object& b) {
    for (const auto& member : a) {
        ASSERT_TRUE(b.contains(member.key())) << member.key();
        if (const auto* inner = member.value().if_object()) expect_same_keys(*inner, b.at(member.key()).as_object());
    }
}

TEST(Languages, SayTheSameThings) {
    expect_same_keys(texts_of(Language::English), texts_of(Language::Japanese));
    expect_same_keys(texts_of(Language::Japanese), texts_of(Language::English));
}

TEST(Languages, HaveWordsForEveryScope) {
    for (const auto scope : http::scope_names()) {
        for (const auto language : {Language::English, Language::Japanese}) {
            EXPECT_NO_THROW(say(language, fmt::format("scopes.{}", scope))) << scope;
        }
    }
}

TEST(Pages, EscapeWhatPeopleAndAppsAreCalled) {
    TestWorld world;
    world.config.title = "<script>alert(1)</script>";

    const auto reply = render({.name = "problem", .title = "<b>", .values = {{"text", "\"&'"}, {"detail", "{{site}}"}}},
                              request_accepting("en"), world.config, Language::English);

    EXPECT_THAT(reply.body, Not(HasSubstr("<script")));
    EXPECT_THAT(reply.body, HasSubstr("&lt;b&gt;"));
    EXPECT_THAT(reply.body, HasSubstr("<code>{{site}}</code>"));
    EXPECT_THAT(reply.body, HasSubstr("<html lang=\"en\">"));
}

TEST(Pages, RunNothingAndStandInNoFrame) {
    TestWorld world;

    const auto reply = render_problem(400, "request", request_accepting("ja"), world.config, Language::Japanese);

    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(
        header_of(reply, "Content-Security-Policy"),
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'");
    EXPECT_EQ(header_of(reply, "Cache-Control"), "private, no-store");
    EXPECT_THAT(reply.body, HasSubstr("リクエストに誤りがあります"));
    EXPECT_THAT(reply.body, Not(HasSubstr("style=")));
}

TEST(Consent, SaysInWordsWhatAnAppAsksFor) {
    const auto groups = [](std::string scopes) {
        const auto described = describe_consent({.application = {.name = "Clock"}, .scopes = std::move(scopes)},
                                                {.redirect_uri = "clock://x"}, Language::English);
        std::vector<std::string> kinds;
        for (const auto& group : described.at("groups").as_array()) {
            kinds.push_back(fmt::format("{} {}", std::string_view(group.at("kind").as_string()),
                                        group.at("items").as_array().size()));
        }
        return kinds;
    };

    EXPECT_THAT(groups("read write follow push"), testing::ElementsAre("read 1", "write 1", "follow 1", "push 1"));
    EXPECT_THAT(groups("read:lists read:statuses profile"), testing::ElementsAre("profile 1", "read 2"));
    EXPECT_THAT(groups("read read:lists admin:read admin:read:reports admin:write:accounts"),
                testing::ElementsAre("read 1", "admin 2"));
}

TEST(ReturnTo, Security45_NeverLeavesThisServer) {
    for (const char* path :
         {"", "/", "//evil.test/", "/\\evil.test", "https://evil.test/", "/%2f/evil.test", "javascript:alert(1)",
          "/@alice", "/oauth/authorize", "/oauth/authorize/../x?y", "\\\\evil.test", " /oauth/authorize?x",
          "/oauth/authorize?x\r\nSet-Cookie: a=b", "/oauth/authorize?x\\y", "/oauth/authorize?あ", "/settings/",
          "/settings/other", "/settings?x"}) {
        EXPECT_EQ(safe_return_to(path), "/") << path;
    }
    EXPECT_EQ(safe_return_to("/oauth/authorize?client_id=x&state=%2F%2F"), "/oauth/authorize?client_id=x&state=%2F%2F");
    EXPECT_EQ(safe_return_to("/settings/aliases"), "/settings/aliases");
    EXPECT_EQ(client_id_of("/oauth/authorize?response_type=code&client_id=a%20b&state=x"), "a b");
    EXPECT_EQ(client_id_of("/"), "");
}

class FormGuardTest : public testing::Test {
protected:
    // A form with `token`, from a browser with the cookie `secret` in the place of a session's.
    http::Request form(const std::string& token, const std::string& secret) {
        http::Request request;
        request.headers = {{"cookie", "__Host-akebono_session=" + secret}, {"host", "akebono.test"}};
        request.params["authenticity_token"] = token;
        return request;
    }
    std::string token_for(const std::string& secret) {
        return FormGuard(form("", secret), world.config, world.random).token();
    }

    TestWorld world;
};

TEST_F(FormGuardTest, KnowsItsOwnForms) {
    EXPECT_TRUE(is_own_form(form(token_for("secret"), "secret"), world.config));
    EXPECT_NE(token_for("secret"), token_for("secret"));
}

TEST_F(FormGuardTest, Security53_RefusesOthers) {
    EXPECT_FALSE(is_own_form(form("", "secret"), world.config));
    EXPECT_FALSE(is_own_form(form("nonsense", "secret"), world.config));
    EXPECT_FALSE(is_own_form(form(token_for("other"), "secret"), world.config));
    EXPECT_FALSE(is_own_form(form(token_for("secret"), ""), world.config));
}

TEST_F(FormGuardTest, Security53_RefusesFormsThatBrowsersSayCameFromElsewhere) {
    const auto with = [&](std::string name, std::string value) {
        auto request = form(token_for("secret"), "secret");
        request.headers.emplace_back(std::move(name), std::move(value));
        return is_own_form(request, world.config);
    };

    EXPECT_TRUE(with("origin", "https://akebono.test"));
    EXPECT_TRUE(with("sec-fetch-site", "same-origin"));
    EXPECT_FALSE(with("origin", "https://evil.test"));
    EXPECT_FALSE(with("origin", "null"));
    EXPECT_FALSE(with("origin", "https://akebono.test.evil.test"));
    EXPECT_FALSE(with("sec-fetch-site", "cross-site"));
    EXPECT_FALSE(with("sec-fetch-site", "same-site"));
}

TEST_F(FormGuardTest, GivesANewBrowserASecretOfItsOwn) {
    const auto first = form("", "");
    const FormGuard guard(first, world.config, world.random);
    http::Reply reply;
    guard.remember(reply, world.config);
    const auto cookie = header_of(reply, "Set-Cookie");

    EXPECT_THAT(cookie,
                testing::MatchesRegex(
                    "__Host-akebono_visit=[A-Za-z0-9_-]+; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax; Secure"));
    http::Request second;
    second.headers = {{"cookie", cookie.substr(0, cookie.find(';'))}};
    second.params["authenticity_token"] = guard.token();
    EXPECT_TRUE(is_own_form(second, world.config));
}

} // namespace
} // namespace auth
