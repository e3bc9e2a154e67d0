#include "federation/cluster.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

namespace {

// bob@b.test follows alice@a.test.
class FederatedStatus : public testing::Test {
protected:
    FederatedStatus() {
        bob_.follow(alice_.handle());
        cluster_.settle();
    }

    Cluster cluster_{"a.test", "b.test", "c.test"};
    FederatedPerson alice_ = cluster_["a.test"].sign_up("alice");
    FederatedPerson bob_ = cluster_["b.test"].sign_up("bob");
};

TEST_F(FederatedStatus, ReachesTheFollowers) {
    alice_.post("こんにちは <b> & #World", "spoiler_text=greeting&language=ja");
    cluster_.settle();

    const auto home = bob_.ask("GET", "/api/v1/timelines/home").as_array();
    ASSERT_EQ(home.size(), 1u);
    const auto& status = home[0];
    EXPECT_THAT(std::string(status.at("content").as_string()), HasSubstr("こんにちは &lt;b&gt; &amp; "));
    EXPECT_EQ(status.at("spoiler_text"), "greeting");
    EXPECT_EQ(status.at("sensitive"), true);
    EXPECT_EQ(status.at("language"), "ja");
    EXPECT_EQ(status.at("visibility"), "public");
    EXPECT_EQ(status.at("tags").as_array().at(0).at("name"), "world");
    EXPECT_EQ(status.at("account").at("acct"), "alice@a.test");
    const auto tagged = bob_.ask("GET", "/api/v1/timelines/tag/world").as_array();
    EXPECT_EQ(tagged.size(), 1u);
}

TEST_F(FederatedStatus, IsReadByThoseItIsFor) {
    auto carol = cluster_["b.test"].sign_up("carol");
    auto dave = cluster_["b.test"].sign_up("dave");
    dave.follow(alice_.handle()); // Strangers would have to ask first.
    cluster_.settle();

    alice_.post("for followers", "visibility=private");
    alice_.post("for @dave@b.test alone", "visibility=direct");
    alice_.post("unlisted", "visibility=unlisted");
    cluster_.settle();

    EXPECT_THAT(bob_.home(), ElementsAre(HasSubstr("unlisted"), HasSubstr("for followers")));
    EXPECT_THAT(carol.home(), IsEmpty());
    EXPECT_THAT(dave.notifications(), ElementsAre("mention alice@a.test"));
    const auto conversation = dave.ask("GET", "/api/v1/conversations").as_array();
    ASSERT_EQ(conversation.size(), 1u);
    const auto& direct = conversation[0].at("last_status");
    EXPECT_EQ(direct.at("visibility"), "direct");
    EXPECT_TRUE(dave.sees(direct));
    EXPECT_FALSE(bob_.sees(direct));
    EXPECT_FALSE(carol.sees(direct));
    const auto home = bob_.ask("GET", "/api/v1/timelines/home").as_array();
    for (const auto& status : home) {
        EXPECT_EQ(carol.sees(status), status.at("visibility") == "unlisted");
    }
    EXPECT_THAT(carol.ask("GET", "/api/v1/timelines/public").as_array(), IsEmpty());
}

TEST_F(FederatedStatus, IsEditedEverywhere) {
    const auto post = alice_.post("first thoughts");
    cluster_.settle();

    alice_.edit(post, "second thoughts");
    cluster_.settle();

    EXPECT_THAT(bob_.home(), ElementsAre(HasSubstr("second thoughts")));
    const auto seen = bob_.find_status(post);
    EXPECT_FALSE(seen.at("edited_at").is_null());
    const std::string history = "/api/v1/statuses/" + std::string(seen.at("id").as_string()) + "/history";
    EXPECT_EQ(bob_.ask("GET", history).as_array().size(), 2u);
}

TEST_F(FederatedStatus, IsDeletedEverywhereAndNeverComesBack) {
    const auto post = alice_.post("a slip");
    cluster_.settle();
    const auto seen = bob_.find_status(post);
    ASSERT_TRUE(bob_.sees(seen));

    alice_.remove(post);
    cluster_.settle();

    EXPECT_FALSE(bob_.sees(seen));
    EXPECT_THAT(bob_.home(), IsEmpty());
    EXPECT_TRUE(bob_.find_status(post).is_null());
}

TEST_F(FederatedStatus, IsAnsweredAcrossServers) {
    const auto post = alice_.post("what do you think?");
    cluster_.settle();
    const auto seen = bob_.find_status(post);

    const std::string in_reply_to = "in_reply_to_id=" + std::string(seen.at("id").as_string());
    bob_.post("@alice@a.test I agree", in_reply_to);
    cluster_.settle();

    EXPECT_THAT(alice_.notifications(), Contains("mention bob@b.test"));
    EXPECT_EQ(alice_.status(post).at("replies_count"), 1);
    const auto descendants = alice_.context(post).at("descendants").as_array();
    ASSERT_EQ(descendants.size(), 1u);
    EXPECT_EQ(descendants[0].at("account").at("acct"), "bob@b.test");
    EXPECT_EQ(descendants[0].at("in_reply_to_id"), post.at("id"));
}

TEST_F(FederatedStatus, MentionsSomebodyWhomNobodyHereKnows) {
    auto carol = cluster_["c.test"].sign_up("carol");

    const auto post = alice_.post("hello @carol@c.test");
    cluster_.settle();

    EXPECT_EQ(post.at("mentions").as_array().size(), 1u);
    EXPECT_THAT(carol.notifications(), ElementsAre("mention alice@a.test"));
}

TEST_F(FederatedStatus, ThatMentionsSomebodyBlockedIsNoNewsToTheBlocker) {
    auto carol = cluster_["b.test"].sign_up("carol");
    carol.act_on("block", bob_.handle());

    alice_.post("hello @bob@b.test and @carol@b.test");
    cluster_.settle();

    EXPECT_THAT(bob_.notifications(), ElementsAre("mention alice@a.test"));
    EXPECT_THAT(carol.notifications(), IsEmpty());
}

TEST_F(FederatedStatus, IsFavouritedAcrossServers) {
    const auto post = alice_.post("hello");
    cluster_.settle();
    const auto seen = bob_.find_status(post);

    bob_.act("favourite", seen);
    cluster_.settle();
    EXPECT_EQ(alice_.status(post).at("favourites_count"), 1);
    EXPECT_THAT(alice_.notifications(), Contains("favourite bob@b.test"));

    bob_.act("unfavourite", seen);
    cluster_.settle();
    EXPECT_EQ(alice_.status(post).at("favourites_count"), 0);
    EXPECT_THAT(alice_.notifications(), Not(Contains("favourite bob@b.test")));
}

TEST_F(FederatedStatus, IsBoostedToServersThatHaveNeverSeenIt) {
    auto carol = cluster_["c.test"].sign_up("carol");
    carol.follow(bob_.handle());
    const auto post = alice_.post("hello");
    cluster_.settle();
    const auto seen = bob_.find_status(post);

    bob_.act("reblog", seen);
    cluster_.settle();

    EXPECT_EQ(alice_.status(post).at("reblogs_count"), 1);
    EXPECT_THAT(alice_.notifications(), Contains("reblog bob@b.test"));
    EXPECT_THAT(carol.home(), ElementsAre("<p>hello</p>"));

    bob_.act("unreblog", seen);
    cluster_.settle();
    EXPECT_EQ(alice_.status(post).at("reblogs_count"), 0);
    EXPECT_THAT(carol.home(), IsEmpty());
}

TEST_F(FederatedStatus, CountsTheVotesOfAllServers) {
    const auto post = alice_.post("tea or coffee?", "poll[options][]=tea&poll[options][]=coffee&poll[expires_in]=3600");
    cluster_.settle();
    const auto seen = bob_.find_status(post);
    ASSERT_FALSE(seen.at("poll").is_null());

    bob_.ask("POST", "/api/v1/polls/" + std::string(seen.at("poll").at("id").as_string()) + "/votes", "choices[]=1");
    cluster_.settle();
    const auto poll = alice_.status(post).at("poll");
    EXPECT_EQ(poll.at("votes_count"), 1);
    EXPECT_EQ(poll.at("options").as_array().at(1).at("votes_count"), 1);
    EXPECT_THAT(bob_.home(), ElementsAre(HasSubstr("tea or coffee?"))); // A vote is no post.

    auto carol = cluster_["a.test"].sign_up("carol");
    carol.ask("POST", "/api/v1/polls/" + std::string(poll.at("id").as_string()) + "/votes", "choices[]=0");
    cluster_.advance(std::chrono::minutes(5));
    cluster_.settle();
    EXPECT_EQ(bob_.status(seen).at("poll").at("votes_count"), 2);
}

TEST_F(FederatedStatus, ShowsWhatItsAuthorPins) {
    const auto post = alice_.post("about me");
    cluster_.settle();
    const auto seen = bob_.find_status(post);
    const std::string pinned =
        "/api/v1/accounts/" + std::string(seen.at("account").at("id").as_string()) + "/statuses?pinned=true";

    alice_.act("pin", post);
    cluster_.settle();
    EXPECT_EQ(bob_.ask("GET", pinned).as_array().size(), 1u);

    alice_.act("unpin", post);
    cluster_.settle();
    EXPECT_THAT(bob_.ask("GET", pinned).as_array(), IsEmpty());
}

TEST_F(FederatedStatus, GoesNowhereWhenNobodyElsewhereReads) {
    auto& server = cluster_["a.test"];
    auto dave = server.sign_up("dave");

    dave.post("to ourselves");

    EXPECT_EQ(server.count("select count(*) from deliveries"), 0);
}

} // namespace
