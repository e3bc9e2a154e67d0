#include "accounts/accounts.h"
#include "federation/cluster.h"
#include "support/auth_builders.h"
#include "support/visitor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// People who move from one of our servers to another, by the pages alone.
namespace {

using testing::HasSubstr;

const std::string kPassword(kTestPassword);

// A browser in which `username` has signed in, who is new on that server.
Visitor browser_of(ClusterServer& server, const std::string& username) {
    server.write([&](db::Tx& tx) { make_new_user(tx, {.username = username}); });
    Visitor browser(HttpClient(server.port(), server.domain()));
    browser.origin = "http://" + server.domain();
    browser.get("/auth/sign_in");
    browser.submit("/auth/sign_in", {{"user[email]", username + "@example.test"}, {"user[password]", kPassword}});
    return browser;
}

class FederatedMove : public testing::Test {
protected:
    FederatedMove() {
        carol_.follow("alice@a.test");
        dave_.follow("alice@a.test");
        settle();
    }

    void settle() {
        cluster_.advance(std::chrono::minutes(1));
        cluster_.settle();
    }
    HttpReply name_alice() {
        nest_.get("/settings/aliases");
        return nest_.submit("/settings/aliases", {{"acct", "@alice@a.test"}});
    }
    HttpReply move_alice(const std::string& page, const std::string& action) {
        alice_.get(page);
        return alice_.submit(action, {{"acct", "nest@b.test"}, {"password", kPassword}});
    }
    HttpReply move_alice() { return move_alice("/settings/migration", "/settings/migration"); }
    // Search finds nobody who has moved.
    static json::Value look_up(FederatedPerson& person, const std::string& handle) {
        return person.ask("GET", "/api/v1/accounts/lookup?acct=" + handle);
    }
    // Whom somebody's app shows her to be: "nest@b.test".
    static std::string shown_to(FederatedPerson& person) {
        const auto seen = look_up(person, "alice@a.test");
        const auto* moved = seen.as_object().if_contains("moved");
        return moved && moved->is_object() ? std::string(moved->at("acct").as_string()) : "";
    }
    static bool follows(FederatedPerson& person, const std::string& handle) {
        const std::string id(look_up(person, handle).at("id").as_string());
        return person.ask("GET", "/api/v1/accounts/relationships?id[]=" + id).at(0).at("following").as_bool();
    }

    Cluster cluster_{"a.test", "b.test", "c.test"};
    Visitor alice_ = browser_of(cluster_["a.test"], "alice");
    Visitor nest_ = browser_of(cluster_["b.test"], "nest");
    FederatedPerson carol_ = cluster_["c.test"].sign_up("carol");
    FederatedPerson dave_ = cluster_["a.test"].sign_up("dave");
};

TEST_F(FederatedMove, TakesFollowersHereAndElsewhereAlong) {
    EXPECT_THAT(name_alice().body, HasSubstr("@alice<wbr>@a.test"));

    EXPECT_THAT(move_alice().body, HasSubstr("Followers: 2"));
    settle();

    for (auto* follower : {&carol_, &dave_}) {
        EXPECT_TRUE(follows(*follower, "nest@b.test")) << follower->handle();
        EXPECT_FALSE(follows(*follower, "alice@a.test")) << follower->handle();
        EXPECT_EQ(shown_to(*follower), "nest@b.test") << follower->handle();
    }
}

TEST_F(FederatedMove, CountsAnAliasThatWasAddedAMomentAgo) {
    dave_.find_account("@nest@b.test"); // Known here from before.
    EXPECT_THAT(move_alice().body, HasSubstr("make @alice@a.test an alias there"));

    name_alice();

    EXPECT_THAT(move_alice().body, HasSubstr("Followers: 2"));
}

TEST_F(FederatedMove, IsForNobodyWhoHasTakenTheAliasBack) {
    name_alice();
    dave_.find_account("@nest@b.test");
    nest_.get("/settings/aliases");
    nest_.submit("/settings/aliases/remove", {{"uri", "http://a.test/users/alice"}});

    EXPECT_THAT(move_alice().body, HasSubstr("make @alice@a.test an alias there"));
}

TEST_F(FederatedMove, IsShownElsewhereWithoutFollowersAndTakenBack) {
    move_alice("/settings/migration/redirect/new", "/settings/migration/redirect");
    settle();

    EXPECT_EQ(shown_to(dave_), "nest@b.test");
    EXPECT_TRUE(follows(carol_, "alice@a.test"));
    EXPECT_FALSE(follows(carol_, "nest@b.test"));

    alice_.get("/settings/migration");
    alice_.submit("/settings/migration/redirect", {{"_method", "delete"}});
    settle();

    EXPECT_EQ(shown_to(dave_), "");
    EXPECT_EQ(shown_to(carol_), "");
}

} // namespace
