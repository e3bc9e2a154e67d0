#include "federation/received.h"

#include "support/builders.h"
#include "support/plans.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace federation {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ReceivedActivities : public testing::Test {
protected:
    AccountId make_actor() { return make_account(tx, {.domain = "remote.test"}).id; }
    void keep(AccountId actor, const std::string& text) {
        keep_received(tx, actor, std::nullopt, text, "signature of " + text);
    }
    static std::vector<std::string> texts(const std::vector<Received>& leased) {
        std::vector<std::string> all;
        for (const auto& received : leased) all.push_back(received.activity);
        return all;
    }

    db::Tx tx = TestDb().begin();
    AccountId alice = make_actor(), bob = make_actor();
};

TEST_F(ReceivedActivities, AreLeasedInOrderAndOnce) {
    keep(alice, "a1");
    keep(bob, "b1");
    keep(alice, "a2");

    EXPECT_THAT(texts(lease_received(tx, 10)), ElementsAre("a1", "b1", "a2"));
    EXPECT_THAT(lease_received(tx, 10), IsEmpty());
    EXPECT_FALSE(has_due_received(tx));
}

TEST_F(ReceivedActivities, TheSameRequestIsTakenOnceAndNotKeptAgain) {
    keep(alice, "a1");
    keep(alice, "a1");
    const auto leased = lease_received(tx, 10);
    ASSERT_EQ(leased.size(), 2u);

    EXPECT_THAT(take_received(tx, std::vector<const Received*>{&leased[0], &leased[1]}), ElementsAre(leased[0].id));
    keep(alice, "a1");
    EXPECT_EQ(tx.query_integer("select count(*) from received_activities"), 0);
}

TEST_F(ReceivedActivities, TheSameRequestInAnotherBatchIsNotTaken) {
    keep(alice, "a1");
    keep(alice, "a1");
    EXPECT_TRUE(take_received(tx, lease_received(tx, 1).at(0)));
    EXPECT_FALSE(take_received(tx, lease_received(tx, 1).at(0)));
    EXPECT_EQ(tx.query_integer("select count(*) from received_activities"), 0);
}

TEST_F(ReceivedActivities, WaitBehindOneOfTheirActorThatFailed) {
    keep(alice, "a1");
    keep(alice, "a2");
    keep(bob, "b1");
    const auto first = lease_received(tx, 1);
    EXPECT_FALSE(postpone_received(tx, first.front(), "no"));

    EXPECT_THAT(texts(lease_received(tx, 10)), ElementsAre("b1"));
}

TEST_F(ReceivedActivities, AreTakenByWhoHasTheLease) {
    keep(alice, "a1");
    const auto leased = lease_received(tx, 10);
    release_received(tx, leased.front());
    const auto again = lease_received(tx, 10);

    ASSERT_EQ(again.size(), 1u);
    EXPECT_TRUE(take_received(tx, again.front()));
    EXPECT_FALSE(take_received(tx, again.front()));
    EXPECT_EQ(tx.query_integer("select count(*) from received_activities"), 0);
}

TEST_F(ReceivedActivities, AreTakenTogetherByWhoHasTheLease) {
    for (const char* text : {"a1", "a2", "a3", "a4"}) keep(alice, text);
    const auto lost = lease_received(tx, 10);
    for (const auto& received : lost) release_received(tx, received);
    auto leased = lease_received(tx, 10);
    ASSERT_EQ(leased.size(), 4u);
    release_received(tx, leased[1]);
    tx.exec("update received_activities set attempts = 3 where id = $1", {leased[3].id});
    leased[3].attempt = 3;

    const auto taken = take_received(tx, std::vector<const Received*>{&leased[0], &leased[1], &leased[3]});

    EXPECT_THAT(taken, ElementsAre(leased[0].id, leased[3].id));
    EXPECT_EQ(tx.query_integer("select count(*) from received_activities"), 2);
    EXPECT_THAT(take_received(tx, std::vector<const Received*>{&leased[0]}), IsEmpty());
}

TEST_F(ReceivedActivities, AreGivenUpAfterTheLastAttempt) {
    keep(alice, "a1");
    auto received = lease_received(tx, 1).front();
    tx.exec("update received_activities set attempts = $1", {kMaxAttempts});
    received.attempt = kMaxAttempts;

    EXPECT_TRUE(postpone_received(tx, received, "no"));
    EXPECT_EQ(tx.query_integer("select count(*) from received_activities"), 0);
}

TEST_F(ReceivedActivities, WhatALeaseCostsDoesNotGrow) {
    EXPECT_ALL_WALK_INDEXES(tx, [&] {
        has_due_received(tx);
        keep(alice, "a1");
        lease_received(tx, 10);
    });
}

} // namespace
} // namespace federation
