#include "support/http_client.h"
#include "support/process.h"
#include "support/test_db.h"
#include "support/visitor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <map>
#include <optional>

// Secrets stay where they belong: every one that the server knows is looked for in all that it writes elsewhere.
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kRedirect = "urn:ietf:wg:oauth:2.0:oob";

std::string text_at(const HttpReply& reply, std::string_view name) {
    EXPECT_EQ(reply.status, 200) << reply.body;
    return std::string(reply.json().at(name).as_string());
}

class Secrets : public testing::Test {
protected:
    Secrets() {
        EXPECT_EQ(run({"accounts", "create", "alice", "--email", "alice@example.test", "--confirmed", "--password",
                       "canary-password"})
                      .exit_code,
                  0);
        EXPECT_EQ(
            run({"accounts", "create", "bob", "--email", "canary-mail@example.test", "--password", "canary-of-bob"})
                .exit_code,
            0);
        server_.emplace(environment_);
    }

    CommandResult run(const std::vector<std::string>& arguments) { return run_akebono(arguments, environment_); }

    // Signs in, lets an app in, and posts for its user. All that is secret of it stands in secrets_ then.
    void use_an_app() {
        HttpClient client(server_->port());
        const auto app = client.post_json("/api/v1/apps", R"({"client_name": "Clock", "scopes": "read write",
            "redirect_uris": "urn:ietf:wg:oauth:2.0:oob"})");
        const auto id = text_at(app, "client_id");
        secrets_["client secret"] = text_at(app, "client_secret");

        Visitor browser(server_->port());
        const auto page =
            browser.get("/oauth/authorize?response_type=code&scope=read+write&state=canary-state&client_id=" + id
                        + "&redirect_uri=" + url_encoded(kRedirect));
        EXPECT_EQ(page.status, 200) << page.body;
        browser.submit("/auth/sign_in", {{"user[email]", "alice@example.test"}, {"user[password]", "canary-wrong"}});
        browser.submit("/auth/sign_in", {{"user[email]", "alice@example.test"}, {"user[password]", "canary-password"}});
        const auto shown = browser.submit("/oauth/authorize", {{"decision", "allow"}});
        const auto code = code_in(shown);
        ASSERT_FALSE(code.empty()) << shown.status << shown.body;
        secrets_["code"] = code;
        for (const auto* name : {"__Host-akebono_session", "akebono_session"}) {
            if (!browser.cookie(name).empty()) secrets_["session"] = browser.cookie(name);
        }
        ASSERT_TRUE(secrets_.contains("session"));

        const auto exchange = "grant_type=authorization_code&code=" + code + "&client_id=" + id + "&client_secret="
                              + secrets_["client secret"] + "&redirect_uri=" + url_encoded(kRedirect);
        token_ = text_at(client.post("/oauth/token", exchange), "access_token");
        secrets_["token"] = token_;
        HttpClient app_client(server_->port());
        app_client.token = token_;
        EXPECT_EQ(app_client.post("/api/v1/statuses", "status=canary-direct&visibility=direct").status, 200);
        EXPECT_EQ(app_client.get("/api/v1/accounts/verify_credentials").status, 200);
        stumble();
        refused_.push_back(client.post("/oauth/token", exchange)); // The code is spent.
    }

    // Requests that fail, or carry what is secret where it does not belong.
    void stumble() {
        HttpClient client(server_->port());
        const auto in_query = "access_token=" + token_;
        for (const auto& path : {"/api/v1/timelines/home?limit=x&" + in_query, "/api/v1/streaming/nonsense?" + in_query,
                                 "/api/v1/nothing?" + in_query, "/api/v1/statuses/1/" + token_ + "?" + in_query,
                                 std::string("/oauth/authorize?client_id=nobody&redirect_uri=x&response_type=code")}) {
            auto reply = client.get(path);
            if (reply.status != 200) refused_.push_back(std::move(reply));
        }
        // Pages that lead to themselves in another language.
        client.get("/auth/confirmation?confirmation_token=canary-confirmation");
        client.get("/auth/password/edit?reset_password_token=canary-reset");
        client.token = "canary-token";
        refused_.push_back(client.get("/api/v1/timelines/home"));
        client.token = token_;
        refused_.push_back(client.post_json("/api/v1/statuses", R"({"status": "canary-json)"));
        refused_.push_back(
            client.post_json("/api/v1/statuses", R"({"status": "canary-poll", "poll": {"options": []}})"));
        refused_.push_back(client.post("/oauth/revoke", "token=canary-revoked&client_secret=canary-client-secret"));
        refused_.push_back(client.get("/metrics"));
        refused_.push_back(client.get("/health"));
    }

    static std::string code_in(const HttpReply& reply) {
        const auto element = reply.body.find("<code");
        if (element == std::string::npos) return {};
        const auto begin = reply.body.find('>', element) + 1;
        return reply.body.substr(begin, reply.body.find('<', begin) - begin);
    }

    TestDatabase database_{{.is_migrated = false}};
    Environment environment_ = {{"AKEBONO_DATABASE", database_.world().config.database},
                                {"AKEBONO_DATA", testing::TempDir() + "akebono-secrets"},
                                {"AKEBONO_DOMAIN", "akebono.test"},
                                {"AKEBONO_LOG", "debug"},
                                {"AKEBONO_SMTP_SERVER", "127.0.0.1:1"},
                                {"AKEBONO_SMTP_USER", "mailer"},
                                {"AKEBONO_SMTP_PASSWORD", "canary-smtp"}};
    std::optional<ServerProcess> server_;
    std::map<std::string, std::string> secrets_ = {
        {"what people write in secret", "canary"}, {"keys", "PRIVATE KEY"}, {"addresses", "@example.test"}};
    std::string token_;
    std::vector<HttpReply> refused_;
};

TEST_F(Secrets, Security57_StandInNoLogErrorOrList) {
    use_an_app();
    ASSERT_FALSE(refused_.empty());
    server_->signal(SIGTERM);
    EXPECT_EQ(server_->wait(), 0);
    EXPECT_THAT(server_->log(), HasSubstr("/api/v1/timelines/home")) << "it says what is asked";

    for (const auto& [name, secret] : secrets_) {
        ASSERT_FALSE(secret.empty()) << name;
        EXPECT_THAT(server_->log(), Not(HasSubstr(secret))) << name;
        for (const auto& reply : refused_) EXPECT_THAT(reply.body, Not(HasSubstr(secret))) << name;
    }
    secrets_.erase("addresses"); // Those who run a server see them.
    secrets_["what people write in secret"] = "canary-p";
    for (const auto& command : {std::vector<std::string>{"accounts", "list"},
                                {"accounts", "list", "--json"},
                                {"jobs", "list"},
                                {"federation", "status"},
                                {"media", "usage"},
                                {"config", "check"}}) {
        const auto said = run(command);
        for (const auto& [name, secret] : secrets_) {
            EXPECT_THAT(said.output + said.errors, Not(HasSubstr(secret))) << command.front() << ": " << name;
        }
    }
}

} // namespace
