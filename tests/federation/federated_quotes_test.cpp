#include "federation/cluster.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::Contains;
using testing::Not;

// bob@b.test follows alice@a.test, and carol@c.test follows bob.
class FederatedQuote : public testing::Test {
protected:
    FederatedQuote() {
        bob_.follow(alice_.handle());
        carol_.follow(bob_.handle());
        alice_.follow(bob_.handle()); // A stranger's quote would be a request.
        cluster_.settle();
    }

    json::Value quote(FederatedPerson& person, const json::Value& original) {
        const auto found = person.find_status(original);
        auto quoting = person.post("look", "quoted_status_id=" + std::string(found.at("id").as_string()));
        cluster_.settle();
        return quoting;
    }
    static std::string state(FederatedPerson& person, const json::Value& status) {
        const auto shown = person.find_status(status);
        return shown.is_null() ? "unknown" : std::string(shown.at("quote").at("state").as_string());
    }

    Cluster cluster_{"a.test", "b.test", "c.test"};
    FederatedPerson alice_ = cluster_["a.test"].sign_up("alice");
    FederatedPerson bob_ = cluster_["b.test"].sign_up("bob");
    FederatedPerson carol_ = cluster_["c.test"].sign_up("carol");
};

TEST_F(FederatedQuote, IsAcceptedAndSeenEverywhere) {
    const auto original = alice_.post("original");
    cluster_.settle();

    const auto quoting = quote(bob_, original);

    EXPECT_EQ(state(bob_, quoting), "accepted");
    EXPECT_EQ(state(alice_, quoting), "accepted");
    EXPECT_EQ(state(carol_, quoting), "accepted") << "c.test asked a.test";
    EXPECT_EQ(carol_.find_status(quoting).at("quote").at("quoted_status").at("uri"), original.at("uri"));
    EXPECT_EQ(alice_.status(original).at("quotes_count"), 1);
    EXPECT_THAT(alice_.notifications(), Contains("quote bob@b.test"));
}

TEST_F(FederatedQuote, IsRevokedEverywhere) {
    const auto original = alice_.post("original");
    cluster_.settle();
    const auto quoting = quote(bob_, original);
    const auto here = alice_.find_status(quoting);

    alice_.ask("POST", "/api/v1/statuses/" + std::string(original.at("id").as_string()) + "/quotes/"
                           + std::string(here.at("id").as_string()) + "/revoke");
    cluster_.settle();

    EXPECT_EQ(state(alice_, quoting), "revoked");
    EXPECT_EQ(state(bob_, quoting), "revoked");
    EXPECT_NE(state(carol_, quoting), "accepted");
    EXPECT_TRUE(bob_.status(quoting).at("quote").at("quoted_status").is_null());
}

TEST_F(FederatedQuote, IsNotAcceptedWhereNobodyMay) {
    const auto original = alice_.post("original", "quote_approval_policy=public");
    cluster_.settle();
    const auto found = bob_.find_status(original);
    // b.test does not hear of the change: alice blocks nobody, but decides anew.
    alice_.ask("PUT", "/api/v1/statuses/" + std::string(original.at("id").as_string()) + "/interaction_policy",
               "quote_approval_policy=nobody");

    const auto quoting = bob_.post("look", "quoted_status_id=" + std::string(found.at("id").as_string()));
    cluster_.settle();

    EXPECT_EQ(state(bob_, quoting), "rejected");
    EXPECT_THAT(alice_.notifications(), Not(Contains("quote bob@b.test")));
    EXPECT_EQ(
        bob_.call("POST", "/api/v1/statuses", "status=x&quoted_status_id=" + std::string(found.at("id").as_string()))
            .status,
        404)
        << "by now b.test knows";
}

TEST_F(FederatedQuote, OfOnesOwnNeedsNobody) {
    const auto first = bob_.post("first");
    const auto second = bob_.post("second", "quoted_status_id=" + std::string(first.at("id").as_string()));
    cluster_.settle();

    EXPECT_EQ(state(carol_, second), "accepted");
}

} // namespace
