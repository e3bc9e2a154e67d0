#include "federation/cluster.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

std::string text(const json::Value& value) { return std::string(value.as_string()); }

// alice@a.test makes collections; bob@b.test and carol@c.test follow her, and want to be found.
class FederatedCollection : public testing::Test {
protected:
    FederatedCollection() {
        for (auto* person : {&alice_, &bob_, &carol_}) discoverable(*person, true);
        bob_.follow(alice_.handle());
        carol_.follow(alice_.handle());
        for (auto* person : {&bob_, &carol_}) alice_.find_account("@" + person->handle());
        cluster_.settle();
    }

    static void discoverable(FederatedPerson& person, bool is) {
        person.ask("PATCH", "/api/v1/accounts/update_credentials", is ? "discoverable=true" : "discoverable=false");
    }
    static std::string id_of(FederatedPerson& viewer, const FederatedPerson& person) {
        return text(viewer.find_account("@" + person.handle()).at("id"));
    }
    // Of alice's.
    std::string make(const std::string& form = "name=Friends") {
        const auto made = alice_.ask("POST", "/api/v1/collections", form);
        cluster_.settle();
        return "/api/v1/collections/" + text(made.at("collection").at("id"));
    }
    std::string put_in(const std::string& collection, const FederatedPerson& person) {
        const auto made = alice_.ask("POST", collection + "/items", "account_id=" + id_of(alice_, person));
        cluster_.settle();
        return collection + "/items/" + text(made.at("collection_item").at("id"));
    }
    // alice's first one as somebody sees it; null: they see none.
    json::Value seen_by(FederatedPerson& viewer) {
        const auto found = viewer.ask("GET", "/api/v1/accounts/" + id_of(viewer, alice_) + "/collections");
        const auto& collections = found.at("collections").as_array();
        return collections.empty() ? json::Value() : collections[0];
    }
    // "Friends", with who is in it.
    std::vector<std::string> people_seen_by(FederatedPerson& viewer) {
        std::vector<std::string> people;
        const auto collection = seen_by(viewer);
        if (collection.is_null()) return {"no collection"};
        const auto shown = viewer.ask("GET", "/api/v1/collections/" + text(collection.at("id")));
        for (const auto& one : shown.at("accounts").as_array()) people.push_back(text(one.at("uri")));
        people.erase(people.begin()); // The owner.
        return people;
    }

    Cluster cluster_{"a.test", "b.test", "c.test"};
    FederatedPerson alice_ = cluster_["a.test"].sign_up("alice");
    FederatedPerson bob_ = cluster_["b.test"].sign_up("bob");
    FederatedPerson carol_ = cluster_["c.test"].sign_up("carol");
};

TEST_F(FederatedCollection, IsSeenEverywhereWithWhoHasAgreed) {
    const auto path = make("name=Friends&description=All+of+them&tag_name=cats&language=en&sensitive=true");

    put_in(path, bob_);

    for (auto* viewer : {&alice_, &bob_, &carol_}) {
        EXPECT_THAT(people_seen_by(*viewer), ElementsAre(bob_.uri()));
        const auto collection = seen_by(*viewer);
        EXPECT_EQ(collection.at("name"), "Friends");
        EXPECT_EQ(collection.at("language"), "en");
        EXPECT_EQ(collection.at("sensitive"), true);
        EXPECT_EQ(collection.at("tag").at("name"), "cats");
        EXPECT_EQ(collection.at("items").at(0).at("state"), "accepted");
        EXPECT_EQ(collection.at("uri"), seen_by(alice_).at("uri"));
    }
    EXPECT_EQ(seen_by(carol_).at("local"), false);
    EXPECT_THAT(bob_.notifications(), Contains("added_to_collection alice@a.test"));
    EXPECT_THAT(carol_.notifications(), Not(Contains("added_to_collection alice@a.test")));
}

TEST_F(FederatedCollection, IsMadeWithPeopleAtOnce) {
    make("name=Friends&account_ids[]=" + id_of(alice_, bob_) + "&account_ids[]=" + id_of(alice_, carol_));

    for (auto* viewer : {&alice_, &bob_, &carol_}) {
        EXPECT_THAT(people_seen_by(*viewer), UnorderedElementsAre(bob_.uri(), carol_.uri()));
    }
}

TEST_F(FederatedCollection, IsChangedEverywhere) {
    const auto path = make();
    put_in(path, bob_);

    alice_.ask("PATCH", path, "name=Better+friends&description=x");
    cluster_.settle();

    EXPECT_EQ(seen_by(bob_).at("name"), "Better friends");
    EXPECT_EQ(seen_by(carol_).at("name"), "Better friends");
    EXPECT_THAT(bob_.notifications(), Contains("collection_update alice@a.test"));
    EXPECT_THAT(people_seen_by(carol_), ElementsAre(bob_.uri()));
}

TEST_F(FederatedCollection, IsDeletedEverywhere) {
    const auto path = make();
    put_in(path, bob_);

    EXPECT_EQ(alice_.call("DELETE", path).status, 200);
    cluster_.settle();

    EXPECT_TRUE(seen_by(bob_).is_null());
    EXPECT_TRUE(seen_by(carol_).is_null());
    EXPECT_THAT(bob_.notifications(), Not(Contains("added_to_collection alice@a.test")));
}

TEST_F(FederatedCollection, LosesEverywhereWhomItsOwnerTakesOut) {
    const auto path = make();
    const auto item = put_in(path, bob_);
    put_in(path, carol_);

    EXPECT_EQ(alice_.call("DELETE", item).status, 200);
    cluster_.settle();

    for (auto* viewer : {&alice_, &bob_, &carol_}) EXPECT_THAT(people_seen_by(*viewer), ElementsAre(carol_.uri()));
    EXPECT_THAT(bob_.notifications(), Not(Contains("added_to_collection alice@a.test")));
}

TEST_F(FederatedCollection, IsLeftEverywhere) {
    const auto path = make();
    put_in(path, bob_);
    const auto seen = seen_by(bob_);

    EXPECT_EQ(bob_.call("POST", "/api/v1/collections/" + text(seen.at("id")) + "/items/"
                                    + text(seen.at("items").at(0).at("id")) + "/revoke")
                  .status,
              200);
    cluster_.settle();

    for (auto* viewer : {&alice_, &bob_, &carol_}) EXPECT_THAT(people_seen_by(*viewer), IsEmpty());
    EXPECT_EQ(alice_.call("POST", path + "/items", "account_id=" + id_of(alice_, bob_)).status, 422) << "not at once";
}

TEST_F(FederatedCollection, TakesNobodyWhoDoesNotWantToBeFound) {
    const auto path = make();
    discoverable(bob_, false);
    cluster_.advance(std::chrono::minutes(1));
    cluster_.settle();

    EXPECT_EQ(alice_.call("POST", path + "/items", "account_id=" + id_of(alice_, bob_)).status, 403);
    EXPECT_EQ(alice_.find_account("@" + bob_.handle()).at("feature_approval").at("automatic").at(0), "disabled");
}

TEST_F(FederatedCollection, AsksWhoDecidedOtherwiseMeanwhile) {
    const auto path = make();
    const auto bob = id_of(alice_, bob_);
    cluster_["b.test"].write(
        [&](db::Tx& tx) { tx.exec("update accounts set is_discoverable = false where id = $1", {bob_.account().id}); });

    const auto item = alice_.ask("POST", path + "/items", "account_id=" + bob).at("collection_item");
    EXPECT_EQ(item.at("state"), "pending");
    cluster_.settle();

    for (auto* viewer : {&alice_, &bob_, &carol_}) EXPECT_THAT(people_seen_by(*viewer), IsEmpty());
    EXPECT_THAT(bob_.notifications(), Not(Contains("added_to_collection alice@a.test")));
}

TEST_F(FederatedCollection, TakesNobodyWhoHasBlockedItsOwner) {
    const auto path = make();
    put_in(path, bob_);
    const auto carol = id_of(alice_, carol_);

    bob_.act_on("block", alice_.handle());
    carol_.act_on("block", alice_.handle());
    EXPECT_EQ(alice_.call("POST", path + "/items", "account_id=" + carol).status, 200) << "a.test does not know yet";
    cluster_.settle();

    EXPECT_THAT(people_seen_by(alice_), IsEmpty());
    EXPECT_EQ(alice_.call("POST", path + "/items", "account_id=" + carol).status, 403);
}

TEST_F(FederatedCollection, IsReportedToItsOwnServer) {
    make();
    const auto seen = text(seen_by(bob_).at("id"));

    bob_.ask("POST", "/api/v1/reports", "forward=true&account_id=" + id_of(bob_, alice_) + "&collection_ids[]=" + seen);
    cluster_.settle();

    EXPECT_EQ(cluster_["a.test"].count("select count(*) from reports where collection_ids <> '[]'"), 1);
}

TEST_F(FederatedCollection, IsFoundWithTheProfileByWhoComesLater) {
    const auto path = make();
    put_in(path, bob_);
    Cluster& cluster = cluster_;
    auto dave = cluster["c.test"].sign_up("dave");
    cluster["c.test"].write([&](db::Tx& tx) { tx.exec("delete from collections"); });

    // As if c.test had never heard of alice.
    cluster["c.test"].write([&](db::Tx& tx) { tx.exec("update remote_actors set details_at = null, fetched_at = 0"); });
    dave.find_account("@" + alice_.handle());
    cluster.settle();

    EXPECT_THAT(people_seen_by(dave), ElementsAre(bob_.uri()));
}

} // namespace
