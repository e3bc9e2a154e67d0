#include "auth/users.h"
#include "support/api_server.h"
#include "support/visitor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::HasSubstr;
using testing::Not;

class SignUpPages : public testing::Test {
protected:
    SignUpPages() { server.world().config.registrations = base::Registrations::Open; }

    Visitor visitor() { return Visitor(server.client()); }

    static Visitor::Fields form(const std::string& name = "carol") {
        return {{"user[account_attributes][username]", name},
                {"user[email]", name + "@example.test"},
                {"user[password]", "long enough"},
                {"user[password_confirmation]", "long enough"},
                {"user[agreement]", "1"}};
    }
    HttpReply sign_up(const Visitor::Fields& fields) {
        auto browser = visitor();
        browser.get("/auth/sign_up");
        return browser.submit("/auth", fields);
    }
    std::optional<auth::User> user(const std::string& name) {
        std::optional<auth::User> found;
        server.write([&](db::Tx& tx) { found = auth::find_user_by_username(tx, name); });
        return found;
    }
    std::string newest_mail() {
        std::string text;
        server.write([&](db::Tx& tx) {
            auto rows = tx.query("select arguments from jobs where name = 'send_mail' order by id desc limit 1");
            if (rows.next()) text = json::parse(rows.text(0))->at("text").as_string();
        });
        return text;
    }

    ApiServer server;
};

TEST_F(SignUpPages, TakeNobodyWhoDoesNotAgree) {
    auto fields = form();
    fields["user[agreement]"] = "0";

    const auto refused = sign_up(fields);

    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(refused.body, HasSubstr("Tick this box to create an account."));
    EXPECT_THAT(refused.body, HasSubstr("value=\"carol\"")); // What was filled in stays.
    EXPECT_FALSE(user("carol"));
}

TEST_F(SignUpPages, LetPeopleInAtOnceWhereThereIsNoMail) {
    auto browser = visitor();
    EXPECT_THAT(browser.get("/auth/sign_in").body, HasSubstr("/auth/sign_up"));
    const auto page = browser.get("/auth/sign_up?lang=ja");
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.header("content-security-policy"), HasSubstr("default-src 'none'"));

    const auto home = browser.submit("/auth", form());

    EXPECT_EQ(home.status, 200);
    EXPECT_THAT(home.body, HasSubstr("carol"));
    EXPECT_TRUE(user("carol")->is_confirmed);
    EXPECT_EQ(user("carol")->locale, "ja");
    EXPECT_NE(browser.cookie("__Host-akebono_session"), "");
}

TEST_F(SignUpPages, SayWhatIsWrongBesideEachField) {
    ASSERT_EQ(sign_up(form()).status, 200);
    auto fields = form();
    fields["user[password_confirmation]"] = "something else";

    const auto refused = sign_up(fields);

    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(refused.body, HasSubstr("Somebody has this name already"));
    EXPECT_THAT(refused.body, HasSubstr("There is an account with this address already"));
    EXPECT_THAT(refused.body, HasSubstr("This is not the same as above"));
    EXPECT_THAT(refused.body, HasSubstr("value=\"carol@example.test\""));
    EXPECT_THAT(refused.body, Not(HasSubstr("long enough")));
}

TEST_F(SignUpPages, TakeFormsOfTheirOwnAlone) {
    auto browser = visitor();
    EXPECT_EQ(browser.post("/auth", form()).status, 422);
    browser.get("/auth/sign_up");
    browser.origin = "https://evil.test";
    EXPECT_EQ(browser.submit("/auth", form()).status, 422);
    auto trapped = form();
    trapped["user[website]"] = "https://spam.test";
    EXPECT_EQ(sign_up(trapped).status, 422);

    EXPECT_FALSE(user("carol"));
}

TEST_F(SignUpPages, AskWhyWhereSomebodyDecides) {
    server.world().config.registrations = base::Registrations::Approval;
    auto fields = form();
    fields["user[invite_request_attributes][text]"] = "東京が好きです";
    EXPECT_THAT(visitor().get("/auth/sign_up").body, HasSubstr("Why do you want to join?"));

    const auto answer = sign_up(fields);

    EXPECT_THAT(answer.body, HasSubstr("Your request is on its way"));
    EXPECT_FALSE(user("carol")->is_approved);
    server.write([](db::Tx& tx) {
        auto rows = tx.query("select sign_up_reason from users");
        ASSERT_TRUE(rows.next());
        EXPECT_EQ(rows.text(0), "東京が好きです");
    });
    fields = form("dave");
    fields["user[invite_request_attributes][text]"] = std::string(421, 'a');
    EXPECT_EQ(sign_up(fields).status, 422);
}

TEST_F(SignUpPages, SayThatTheyAreClosed) {
    auto browser = visitor();
    browser.get("/auth/sign_up");
    server.world().config.registrations = base::Registrations::Closed;

    EXPECT_THAT(visitor().get("/auth/sign_up").body, HasSubstr("No new accounts for now"));
    EXPECT_THAT(visitor().get("/auth/sign_in").body, Not(HasSubstr("/auth/sign_up")));
    EXPECT_THAT(browser.submit("/auth", form()).body, HasSubstr("No new accounts for now"));
    EXPECT_FALSE(user("carol"));
}

TEST_F(SignUpPages, ConfirmAddressesByMail) {
    server.world().config.smtp_server = "mail.test:25";
    EXPECT_THAT(sign_up(form()).body, HasSubstr("carol@example.test"));
    EXPECT_FALSE(user("carol")->is_confirmed);
    auto browser = visitor();

    const std::string mail = newest_mail();
    const auto begin = mail.find("/auth/confirmation?");
    const std::string link = mail.substr(begin, mail.find('\n', begin) - begin);
    const auto wrong = browser.get("/auth/confirmation?confirmation_token=made-up");
    const auto sent = browser.submit("/auth/confirmation", {{"user[email]", "CAROL@example.test"}});
    const auto unknown = browser.get("/auth/confirmation/new").status == 200
                             ? browser.submit("/auth/confirmation", {{"user[email]", "nobody@example.test"}})
                             : HttpReply();

    EXPECT_EQ(wrong.status, 422);
    EXPECT_EQ(sent.status, 200);
    EXPECT_EQ(sent.body, unknown.body);       // Nobody learns who has an account.
    EXPECT_EQ(browser.get(link).status, 422); // A newer link was sent.
    const std::string newer = newest_mail();
    const auto at = newer.find("/auth/confirmation?");
    EXPECT_EQ(browser.get(newer.substr(at, newer.find('\n', at) - at)).status, 200);
    EXPECT_TRUE(user("carol")->is_confirmed);
}

TEST_F(SignUpPages, LetAppsAskForTheMailAgain) {
    server.world().config.smtp_server = "mail.test:25";
    std::string own;
    server.write([&](db::Tx& tx) { own = make_token(tx, {}, "read write"); });
    auto app = server.client_with(own);
    const auto token =
        app.post("/api/v1/accounts", "username=dave&email=dave%40example.test&password=long+enough&agreement=true")
            .json();
    auto dave = server.client_with(std::string(token.at("access_token").as_string()));
    auto other = server.sign_in();

    EXPECT_EQ(dave.get("/api/v1/accounts/verify_credentials").status, 403);
    EXPECT_EQ(dave.get("/api/v1/emails/check_confirmation").body, "false");
    EXPECT_EQ(dave.post("/api/v1/emails/confirmations", "email=nowhere").status, 422);
    EXPECT_EQ(dave.post("/api/v1/emails/confirmations", "email=david%40example.test").json(), json::Object());
    EXPECT_EQ(user("dave")->email, "david@example.test");
    server.write([&](db::Tx& tx) { auth::confirm(tx, auth::find_user_by_username(tx, "dave")->id); });
    EXPECT_EQ(dave.get("/api/v1/emails/check_confirmation").body, "true");
    EXPECT_EQ(dave.post("/api/v1/emails/confirmations").status, 403);
    EXPECT_EQ(other.client.post("/api/v1/emails/confirmations").status, 403); // It signed up with another app.
    EXPECT_EQ(app.post("/api/v1/emails/confirmations").status, 422);
    EXPECT_EQ(server.client().post("/api/v1/emails/confirmations").status, 401);
    EXPECT_EQ(server.client().get("/api/v1/emails/check_confirmation").status, 401);
    EXPECT_EQ(server.sign_in_again(other.account.id, "write").get("/api/v1/emails/check_confirmation").status, 403);
}

} // namespace
