#include "federation/cluster.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Servers that remember different followers come to agree: FEP-8fcf, both sides of it.
namespace {

class Synchronization : public testing::Test {
protected:
    Synchronization() {
        bob_.follow(alice_.handle());
        carol_.follow(alice_.handle());
        cluster_.settle();
    }
    // As if it had never been, and nobody had been told.
    static void forget_follow(ClusterServer& server, const std::string& follower) {
        server.write([&](db::Tx& tx) { tx.exec(R"(
                delete from follows where account_id = (select id from accounts where username = $1))", {follower}); });
    }

    Cluster cluster_{"a.test", "b.test"};
    ClusterServer& a_ = cluster_["a.test"];
    ClusterServer& b_ = cluster_["b.test"];
    FederatedPerson alice_ = a_.sign_up("alice");
    FederatedPerson bob_ = b_.sign_up("bob");
    FederatedPerson carol_ = b_.sign_up("carol");
};

TEST_F(Synchronization, WhoDoesNotFollowAnyMoreIsNoFollower) {
    forget_follow(b_, "bob");

    alice_.post("for followers", "visibility=private");
    cluster_.settle();

    EXPECT_EQ(a_.count("select count(*) from follows"), 1); // Carol's.
    EXPECT_EQ(b_.count("select count(*) from follows"), 1);
}

TEST_F(Synchronization, WhoIsNoFollowerDoesNotFollowAnyMore) {
    forget_follow(a_, "bob");

    alice_.post("for followers", "visibility=private");
    cluster_.settle();

    EXPECT_EQ(b_.count("select count(*) from follows"), 1); // Carol's.
}

TEST_F(Synchronization, WhereBothAgreeNothingIsAsked) {
    alice_.post("for followers", "visibility=private");
    cluster_.settle();

    EXPECT_EQ(b_.count("select count(*) from follows"), 2);
    EXPECT_EQ(b_.count("select count(*) from jobs where name = 'synchronize_followers'"), 0);
}

} // namespace
