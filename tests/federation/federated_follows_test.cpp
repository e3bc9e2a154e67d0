#include "federation/cluster.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using testing::ElementsAre;

namespace {

class FederatedFollow : public testing::Test {
protected:
    Cluster cluster_{"a.test", "b.test"};
    FederatedPerson alice_ = cluster_["a.test"].sign_up("alice");
    FederatedPerson bob_ = cluster_["b.test"].sign_up("bob");
};

TEST_F(FederatedFollow, IsARequestUntilTheOtherServerAccepts) {
    const auto before = bob_.follow(alice_.handle());
    cluster_.settle();

    EXPECT_EQ(before.at("requested"), true);
    EXPECT_EQ(before.at("following"), false);
    EXPECT_EQ(bob_.relationship(alice_.handle()).at("following"), true);
    EXPECT_EQ(alice_.relationship(bob_.handle()).at("followed_by"), true);
    EXPECT_THAT(alice_.notifications(), ElementsAre("follow bob@b.test"));
}

TEST_F(FederatedFollow, OfALockedAccountWaitsForItsOwner) {
    auto carol = cluster_["a.test"].sign_up("carol", {.is_locked = true});
    bob_.follow(carol.handle());
    cluster_.settle();

    EXPECT_EQ(bob_.relationship(carol.handle()).at("requested"), true);
    EXPECT_THAT(carol.notifications(), ElementsAre("follow_request bob@b.test"));

    const std::string id(carol.find_account("@" + bob_.handle()).at("id").as_string());
    carol.ask("POST", "/api/v1/follow_requests/" + id + "/authorize");
    cluster_.settle();

    EXPECT_EQ(bob_.relationship(carol.handle()).at("following"), true);
}

TEST_F(FederatedFollow, CanBeRejected) {
    auto carol = cluster_["a.test"].sign_up("carol", {.is_locked = true});
    bob_.follow(carol.handle());
    cluster_.settle();

    const std::string id(carol.find_account("@" + bob_.handle()).at("id").as_string());
    carol.ask("POST", "/api/v1/follow_requests/" + id + "/reject");
    cluster_.settle();

    EXPECT_EQ(bob_.relationship(carol.handle()).at("requested"), false);
    EXPECT_EQ(bob_.relationship(carol.handle()).at("following"), false);
}

TEST_F(FederatedFollow, EndsFromEitherSide) {
    bob_.follow(alice_.handle());
    alice_.follow(bob_.handle());
    cluster_.settle();

    bob_.act_on("unfollow", alice_.handle());
    alice_.act_on("remove_from_followers", bob_.handle()); // Nothing is left to remove.
    cluster_.settle();
    EXPECT_EQ(alice_.relationship(bob_.handle()).at("followed_by"), false);
    EXPECT_EQ(bob_.relationship(alice_.handle()).at("followed_by"), true);

    bob_.act_on("remove_from_followers", alice_.handle());
    cluster_.settle();
    EXPECT_EQ(alice_.relationship(bob_.handle()).at("following"), false);
}

TEST_F(FederatedFollow, IsForbiddenByABlock) {
    bob_.follow(alice_.handle());
    cluster_.settle();

    alice_.act_on("block", bob_.handle());
    cluster_.settle();

    EXPECT_EQ(bob_.relationship(alice_.handle()).at("following"), false);
    EXPECT_EQ(bob_.relationship(alice_.handle()).at("blocked_by"), true);
    alice_.act_on("unblock", bob_.handle());
    cluster_.settle();
    EXPECT_EQ(bob_.relationship(alice_.handle()).at("blocked_by"), false);
}

TEST_F(FederatedFollow, CarriesWhatSomebodyChangesInTheirProfile) {
    bob_.follow(alice_.handle());
    cluster_.settle();

    alice_.ask("PATCH", "/api/v1/accounts/update_credentials",
               "display_name=%E3%82%A2%E3%83%AA%E3%82%B9&note=about+me&fields_attributes[0][name]=site&"
               "fields_attributes[0][value]=https://example.com/&bot=true&locked=true");
    cluster_.advance(std::chrono::minutes(1));
    cluster_.settle();

    const auto seen = bob_.find_account("@" + alice_.handle());
    EXPECT_EQ(seen.at("display_name"), "アリス");
    EXPECT_EQ(seen.at("bot"), true);
    EXPECT_EQ(seen.at("locked"), true);
    EXPECT_EQ(seen.at("note"), "<p>about me</p>");
    EXPECT_EQ(seen.at("fields").as_array().at(0).at("name"), "site");
}

TEST(FederatedHandle, OfNobodyIsNotFound) {
    Cluster cluster({"a.test", "b.test"});
    auto bob = cluster["b.test"].sign_up("bob");

    EXPECT_TRUE(bob.find_account("@nobody@a.test").is_null());
    EXPECT_TRUE(bob.find_account("@nobody@nowhere.test").is_null());
}

} // namespace
