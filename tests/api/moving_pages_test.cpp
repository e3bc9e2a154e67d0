#include "accounts/accounts.h"
#include "accounts/aliases.h"
#include "accounts/moving.h"
#include "support/api_server.h"
#include "support/auth_builders.h"
#include "support/builders.h"
#include "support/visitor.h"

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

const std::string kPassword(kTestPassword);

// Alice in her browser, and Bob, who may be who she is next.
class MovingPages : public testing::Test {
protected:
    MovingPages() {
        server.write([&](db::Tx& tx) {
            const auto made = make_new_user(tx), other = make_new_user(tx, {.username = "bob"});
            alice = *accounts::find(tx, made.account);
            bob = *accounts::find(tx, other.account);
            follower = make_user(tx, {.username = "carol"}).account;
            make_follow(tx, follower.id, alice.id);
            token = make_token(tx, made.user);
        });
        browser.get("/auth/sign_in");
        browser.submit("/auth/sign_in", {{"user[email]", "alice@example.test"}, {"user[password]", kPassword}});
    }

    HttpReply add_alias(const std::string& acct) {
        browser.get("/settings/aliases");
        return browser.submit("/settings/aliases", {{"acct", acct}});
    }
    HttpReply move_to(const std::string& acct, const std::string& password = kPassword) {
        browser.get("/settings/migration");
        return browser.submit("/settings/migration", {{"acct", acct}, {"password", password}});
    }
    HttpReply redirect_to(const std::string& acct, const std::string& password = kPassword) {
        browser.get("/settings/migration/redirect/new");
        return browser.submit("/settings/migration/redirect", {{"acct", acct}, {"password", password}});
    }
    HttpReply cancel() {
        browser.get("/settings/migration");
        return browser.submit("/settings/migration/redirect", {{"_method", "delete"}});
    }
    void let_bob_name_alice() {
        server.write([&](db::Tx& tx) { ASSERT_TRUE(accounts::add_alias(tx, bob, alice)); });
    }

    // What everybody sees: "bob", or "" when she has not moved.
    std::string shown_at() {
        const auto shown = server.client().get("/api/v1/accounts/" + to_string(alice.id)).json();
        const auto* moved = shown.as_object().if_contains("moved");
        return moved && moved->is_object() ? std::string(moved->at("acct").as_string()) : "";
    }
    std::vector<std::string> aliases_of(const accounts::Account& account) {
        std::vector<std::string> handles;
        server.write([&](db::Tx& tx) {
            for (const auto& alias : accounts::aliases(tx, account.id)) handles.push_back(alias.handle);
        });
        return handles;
    }
    std::vector<std::string> jobs() {
        std::vector<std::string> names;
        server.write([&](db::Tx& tx) { names = waiting_jobs(tx); });
        return names;
    }

    ApiServer server;
    accounts::Account alice, bob, follower;
    std::string token;
    Visitor browser{server.client()};
};

TEST_F(MovingPages, AreReachedFromTheStartPage) {
    EXPECT_THAT(browser.get("/").body, HasSubstr("href=\"/settings\""));
    EXPECT_THAT(browser.get("/settings").body,
                AllOf(HasSubstr("@alice"), HasSubstr("href=\"/settings/aliases\""),
                      HasSubstr("href=\"/settings/migration\""), HasSubstr("href=\"/settings/delete\"")));
    EXPECT_THAT(browser.get("/settings/migration").body, HasSubstr("href=\"/settings/migration/redirect/new\""));
}

TEST_F(MovingPages, AskToSignInFirstAndComeBack) {
    const std::pair<std::string, std::string> pages[] = {
        {"/settings", "<h1>Your account</h1>"},
        {"/settings/aliases", "<h1>Aliases</h1>"},
        {"/settings/migration", "<h1>Move to another account</h1>"},
        {"/settings/migration/redirect/new", "<h1>Only show the new account</h1>"},
    };
    for (const auto& [path, heading] : pages) {
        Visitor stranger(server.client());

        EXPECT_THAT(stranger.get(path).body, HasSubstr(fmt::format("name=\"return_to\" value=\"{}\"", path)));
        const auto page =
            stranger.submit("/auth/sign_in", {{"user[email]", "alice@example.test"}, {"user[password]", kPassword}});

        EXPECT_THAT(page.body, HasSubstr(heading));
    }
}

TEST_F(MovingPages, DoNothingForWhoIsNotSignedIn) {
    let_bob_name_alice();
    browser.get("/settings/migration");
    const auto fields = browser.hidden();
    Visitor stranger(server.client());

    for (const std::string path :
         {"/settings/aliases", "/settings/aliases/remove", "/settings/migration", "/settings/migration/redirect"}) {
        auto sent = fields;
        sent["acct"] = "bob";
        sent["password"] = kPassword;
        EXPECT_THAT(stranger.post(path, sent).body, HasSubstr("action=\"/auth/sign_in\"")) << path;
    }
    EXPECT_EQ(shown_at(), "");
}

TEST_F(MovingPages, DoNothingForFormsOfOthers) {
    let_bob_name_alice();

    for (const std::string path :
         {"/settings/aliases", "/settings/aliases/remove", "/settings/migration", "/settings/migration/redirect"}) {
        const auto refused = browser.post(path, {{"acct", "bob"}, {"password", kPassword}});
        EXPECT_EQ(refused.status, 422) << path;
        EXPECT_THAT(refused.body, HasSubstr("open for too long")) << path;
    }

    EXPECT_EQ(shown_at(), "");
    EXPECT_THAT(aliases_of(alice), testing::IsEmpty());
    redirect_to("bob");
    EXPECT_EQ(browser.post("/settings/migration/redirect", {{"_method", "delete"}}).status, 422);
    EXPECT_EQ(shown_at(), "bob");
}

TEST_F(MovingPages, ListAliasesToAddAndRemove) {
    const auto added = add_alias(" @Bob@akebono.test ");

    EXPECT_EQ(added.status, 200);
    EXPECT_THAT(added.body, AllOf(HasSubstr("It is added."), HasSubstr("@bob<wbr>@akebono.test")));
    EXPECT_THAT(server.client().get("/users/alice", {{"Accept", "application/activity+json"}}).body,
                HasSubstr("\"alsoKnownAs\":[\"https://akebono.test/users/bob\"]"));

    const auto removed = browser.submit("/settings/aliases/remove", {{"uri", "https://akebono.test/users/bob"}});

    EXPECT_THAT(removed.body, AllOf(HasSubstr("It is removed."), Not(HasSubstr("@akebono.test<"))));
    EXPECT_THAT(aliases_of(alice), testing::IsEmpty());
}

TEST_F(MovingPages, ShowAliasesThatNobodyKnowsHereAnyMore) {
    server.write([&](db::Tx& tx) {
        tx.exec("update accounts set also_known_as = '[\"https://gone.test/u/1\"]' where id = $1", {alice.id});
    });

    EXPECT_THAT(browser.get("/settings/aliases").body, HasSubstr(">https://gone.test/u/1<"));
    browser.submit("/settings/aliases/remove", {{"uri", "https://gone.test/u/1"}});

    EXPECT_THAT(aliases_of(alice), testing::IsEmpty());
}

TEST_F(MovingPages, SayWhyAnAliasCannotBe) {
    const auto unknown = add_alias("nobody@akebono.test"), own = add_alias("alice"), nothing = add_alias("");
    server.write([&](db::Tx& tx) {
        json::Array many;
        for (int i = 0; i < 256; ++i) many.emplace_back("https://old.test/users/" + std::to_string(i));
        tx.exec("update accounts set also_known_as = $2 where id = $1", {alice.id, boost::json::serialize(many)});
    });
    const auto too_many = add_alias("bob");

    EXPECT_THAT(unknown.body, AllOf(HasSubstr("There is no such account"), HasSubstr("value=\"nobody@akebono.test\"")));
    EXPECT_THAT(own.body, HasSubstr("the account that you are signed in to"));
    EXPECT_THAT(nothing.body, HasSubstr("There is no such account"));
    EXPECT_THAT(too_many.body, HasSubstr("more than 256"));
    for (const auto& reply : {unknown, own, nothing, too_many}) EXPECT_EQ(reply.status, 422);
    EXPECT_EQ(aliases_of(alice).size(), 256);
}

TEST_F(MovingPages, LeaveTheAliasesOfOthersAlone) {
    let_bob_name_alice();

    browser.get("/settings/aliases");
    const auto tried = browser.submit("/settings/aliases/remove", {{"uri", "https://akebono.test/users/alice"}});

    EXPECT_EQ(tried.status, 200);
    EXPECT_THAT(aliases_of(bob), testing::ElementsAre("alice@akebono.test"));
}

TEST_F(MovingPages, TakeFollowersToAnAccountThatNamesThisOne) {
    let_bob_name_alice();

    const auto page = move_to("@bob@akebono.test");

    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body,
                AllOf(HasSubstr("Your profile shows your new account: <bdi class=\"handle\">@bob<wbr>@akebono.test"),
                      HasSubstr("Followers: 1")));
    EXPECT_EQ(shown_at(), "bob");
    EXPECT_THAT(jobs(), Contains("follow_moved"));
    EXPECT_EQ(server.client_with(token).get("/api/v1/accounts/verify_credentials").status, 403);
    EXPECT_THAT(browser.get("/").body, HasSubstr("@bob<wbr>@akebono.test")) << "the pages are open as before";
    EXPECT_THAT(browser.get("/authorize_interaction?uri=carol@akebono.test").body, HasSubstr("Move to another account"))
        << "who has moved follows nobody";
}

TEST_F(MovingPages, SayWhyNobodyMoves) {
    const auto not_named = move_to("bob"), own = move_to("alice"), unknown = move_to("nobody@akebono.test");
    let_bob_name_alice();
    const auto wrong = move_to("bob", "a guess");
    server.write([&](db::Tx& tx) { tx.exec("update accounts set suspended_at = 1 where id = $1", {bob.id}); });
    const auto gone = move_to("bob");

    EXPECT_THAT(not_named.body,
                AllOf(HasSubstr("make @alice@akebono.test an alias there"), HasSubstr("value=\"bob\"")));
    EXPECT_THAT(own.body, HasSubstr("the account that you want to leave"));
    EXPECT_THAT(unknown.body, HasSubstr("There is no such account"));
    EXPECT_THAT(wrong.body, HasSubstr("This is not your password."));
    EXPECT_THAT(gone.body, HasSubstr("There is no such account"));
    for (const auto& reply : {not_named, own, unknown, wrong, gone}) EXPECT_EQ(reply.status, 422);
    EXPECT_EQ(shown_at(), "");
    EXPECT_THAT(jobs(), Not(Contains("follow_moved")));
    EXPECT_THAT(browser.get("/settings/migration").body, Not(HasSubstr("Your moves")));
}

TEST_F(MovingPages, LetThirtyDaysPassBetweenMoves) {
    let_bob_name_alice();
    const auto today = server.world().clock.now();
    move_to("bob");
    cancel();

    const auto waiting = browser.get("/settings/migration");
    EXPECT_THAT(waiting.body, AllOf(HasSubstr("again from " + base::iso_date(today + std::chrono::days(30))),
                                    Not(HasSubstr("action=\"/settings/migration\""))));
    const auto early = browser.submit("/settings/migration", {{"acct", "bob"}, {"password", kPassword}});
    EXPECT_THAT(early.body, HasSubstr("within the last 30 days."));
    EXPECT_EQ(shown_at(), "");
    server.world().clock.advance(std::chrono::days(31));
    move_to("bob");

    EXPECT_EQ(shown_at(), "bob");
}

TEST_F(MovingPages, ShowAnotherAccountWithoutFollowers) {
    const auto page = redirect_to("bob");

    EXPECT_THAT(page.body, HasSubstr("@bob<wbr>@akebono.test"));
    EXPECT_EQ(shown_at(), "bob");
    EXPECT_THAT(jobs(), Not(Contains("follow_moved")));
    EXPECT_THAT(page.body, Not(HasSubstr("Your moves")));
    EXPECT_THAT(page.body, HasSubstr("action=\"/settings/migration\"")) << "nothing is to be waited for";
    EXPECT_THAT(redirect_to("bob").body, HasSubstr("shows that one already"));
    EXPECT_THAT(move_to("bob").body, HasSubstr("shows that one already"));
}

TEST_F(MovingPages, SayWhyNobodyElseIsShown) {
    const auto own = redirect_to("alice"), unknown = redirect_to("nobody@akebono.test");
    const auto wrong = redirect_to("bob", "a guess");

    EXPECT_THAT(own.body, HasSubstr("the account that you want to leave"));
    EXPECT_THAT(unknown.body, HasSubstr("There is no such account"));
    EXPECT_THAT(wrong.body, HasSubstr("This is not your password."));
    EXPECT_EQ(shown_at(), "");
}

TEST_F(MovingPages, TakeBackWhatTheyShow) {
    redirect_to("bob");
    ASSERT_EQ(server.client_with(token).get("/api/v1/accounts/verify_credentials").status, 403);

    const auto page = cancel();

    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, Not(HasSubstr("@akebono.test<")));
    EXPECT_EQ(shown_at(), "");
    EXPECT_EQ(server.client_with(token).get("/api/v1/accounts/verify_credentials").status, 200);
    EXPECT_EQ(cancel().status, 200) << "another window has done it";
}

} // namespace
