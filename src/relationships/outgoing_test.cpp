#include "relationships/outgoing.h"

#include "jobs/jobs.h"
#include "relationships/blocks.h"
#include "relationships/domain_blocks.h"
#include "relationships/follows.h"
#include "support/builders.h"
#include "support/federation_builders.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace relationships {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kAlice = "https://akebono.test/users/alice";
constexpr auto kBob = "https://remote.test/users/bob";
constexpr auto kBobsInbox = "https://remote.test/users/bob/inbox";

bool is_requested(db::Tx& tx, AccountId account, AccountId target) {
    return tx
        .query_integer("select 1 from follow_requests where account_id = $1 and target_account_id = $2",
                       {account, target})
        .has_value();
}

struct OutgoingFollows : testing::Test {
    db::Tx tx = TestDb().begin();
    accounts::Account alice = make_person(tx, "alice");
    accounts::Account bob = make_remote(tx, {.username = "bob"});
};

TEST_F(OutgoingFollows, AFollowIsARequestUntilItIsAccepted) {
    ASSERT_TRUE(follow(tx, alice, bob.id));
    ASSERT_TRUE(follow(tx, alice, bob.id));

    EXPECT_THAT(queued_deliveries(tx), ElementsAre("Follow " + std::string(kBobsInbox)));
    const auto sent = last_document(tx);
    EXPECT_EQ(sent.at("actor"), kAlice);
    EXPECT_EQ(sent.at("object"), kBob);
    EXPECT_TRUE(is_requested(tx, alice.id, bob.id));
    EXPECT_FALSE(is_following(tx, alice.id, bob.id));

    ASSERT_TRUE(accept_outgoing_follow(tx, alice.id, bob.id));
    EXPECT_TRUE(is_following(tx, alice.id, bob.id));
    EXPECT_FALSE(is_requested(tx, alice.id, bob.id));
    EXPECT_FALSE(accept_outgoing_follow(tx, alice.id, bob.id));

    ASSERT_TRUE(unfollow(tx, alice, bob.id));
    const auto undone = last_document(tx);
    EXPECT_EQ(undone.at("type"), "Undo");
    EXPECT_EQ(undone.at("object").at("id"), sent.at("id"));
    EXPECT_EQ(undone.at("object").at("type"), "Follow");
    EXPECT_EQ(undone.at("object").at("object"), kBob);
    EXPECT_FALSE(undone.at("object").as_object().contains("@context"));
}

TEST_F(OutgoingFollows, ARequestIsTakenBack) {
    ASSERT_TRUE(follow(tx, alice, bob.id));
    ASSERT_TRUE(unfollow(tx, alice, bob.id));
    ASSERT_TRUE(unfollow(tx, alice, bob.id));

    EXPECT_THAT(queued_deliveries(tx),
                ElementsAre("Follow " + std::string(kBobsInbox), "Undo " + std::string(kBobsInbox)));
}

TEST_F(OutgoingFollows, WhoIsSuspendedHearsWhatEnds) {
    ASSERT_TRUE(follow(tx, alice, bob.id));
    tx.exec("update accounts set suspended_at = $2 where id = $1", {bob.id, tx.now()});

    ASSERT_TRUE(unfollow(tx, alice, bob.id));

    EXPECT_THAT(queued_deliveries(tx),
                ElementsAre("Follow " + std::string(kBobsInbox), "Undo " + std::string(kBobsInbox)));
}

TEST_F(OutgoingFollows, ARejectionEndsRequestAndFollowWithoutAWord) {
    ASSERT_TRUE(follow(tx, alice, bob.id));
    ASSERT_TRUE(reject_outgoing_follow(tx, alice.id, bob.id));
    EXPECT_FALSE(is_requested(tx, alice.id, bob.id));
    EXPECT_FALSE(reject_outgoing_follow(tx, alice.id, bob.id));
    ASSERT_TRUE(follow(tx, alice, bob.id));
    ASSERT_TRUE(accept_outgoing_follow(tx, alice.id, bob.id));
    forget_deliveries(tx);

    ASSERT_TRUE(reject_outgoing_follow(tx, alice.id, bob.id));

    EXPECT_FALSE(is_following(tx, alice.id, bob.id));
    EXPECT_THAT(queued_deliveries(tx), IsEmpty());
}

TEST_F(OutgoingFollows, WhoFollowsFromElsewhereIsAcceptedEachTimeTheyAsk) {
    ASSERT_TRUE(follow(tx, bob, alice.id, {.uri = "https://remote.test/follows/1"}));

    EXPECT_THAT(queued_deliveries(tx), ElementsAre("Accept " + std::string(kBobsInbox)));
    EXPECT_EQ(last_document(tx).at("actor"), kAlice);
    EXPECT_EQ(last_document(tx).at("object").at("id"), "https://remote.test/follows/1");
    EXPECT_EQ(last_document(tx).at("object").at("actor"), kBob);
    const auto first = last_document(tx).at("id");

    ASSERT_TRUE(follow(tx, bob, alice.id, {.uri = "https://remote.test/follows/2"}));
    EXPECT_EQ(last_document(tx).at("object").at("id"), "https://remote.test/follows/2");
    EXPECT_NE(last_document(tx).at("id"), first) << "some servers take no activity twice";

    ASSERT_TRUE(remove_follower(tx, alice, bob.id));
    EXPECT_EQ(last_document(tx).at("type"), "Reject");
    EXPECT_EQ(last_document(tx).at("object").at("id"), "https://remote.test/follows/2");
}

TEST_F(OutgoingFollows, WhoAsksFromElsewhereIsAnswered) {
    const auto carol = make_account(tx, {.username = "carol", .is_locked = true});
    ASSERT_TRUE(follow(tx, bob, carol.id, {.uri = "https://remote.test/follows/1"}));
    EXPECT_THAT(queued_deliveries(tx), IsEmpty());

    ASSERT_TRUE(authorize_follow_request(tx, carol, bob.id));
    EXPECT_EQ(last_document(tx).at("type"), "Accept");
    EXPECT_EQ(last_document(tx).at("object").at("id"), "https://remote.test/follows/1");
    EXPECT_TRUE(is_following(tx, bob.id, carol.id));

    ASSERT_TRUE(unfollow(tx, bob, carol.id));
    ASSERT_TRUE(follow(tx, bob, carol.id));
    ASSERT_TRUE(reject_follow_request(tx, carol, bob.id));
    EXPECT_EQ(last_document(tx).at("type"), "Reject");
}

TEST_F(OutgoingFollows, WhatTheOtherSideEndsIsNotToldBack) {
    ASSERT_TRUE(follow(tx, bob, alice.id));
    forget_deliveries(tx);

    ASSERT_TRUE(unfollow(tx, bob, alice.id));

    EXPECT_THAT(queued_deliveries(tx), IsEmpty());
}

TEST_F(OutgoingFollows, ABlockEndsFollowsAndSaysSo) {
    ASSERT_TRUE(follow(tx, bob, alice.id));
    ASSERT_TRUE(follow(tx, alice, bob.id));
    forget_deliveries(tx);

    ASSERT_TRUE(block(tx, alice, bob.id));
    ASSERT_TRUE(block(tx, alice, bob.id));

    const std::string inbox = kBobsInbox;
    EXPECT_THAT(queued_deliveries(tx), ElementsAre("Undo " + inbox, "Reject " + inbox, "Block " + inbox));
    const auto sent = last_document(tx);
    EXPECT_EQ(sent.at("object"), kBob);
    ASSERT_TRUE(unblock(tx, alice, bob.id));
    EXPECT_EQ(last_document(tx).at("type"), "Undo");
    EXPECT_EQ(last_document(tx).at("object").at("id"), sent.at("id"));
    forget_deliveries(tx);
    ASSERT_TRUE(unblock(tx, alice, bob.id));
    EXPECT_THAT(queued_deliveries(tx), IsEmpty());
}

TEST_F(OutgoingFollows, ABlockFromElsewhereEndsOurFollow) {
    ASSERT_TRUE(follow(tx, alice, bob.id));
    ASSERT_TRUE(accept_outgoing_follow(tx, alice.id, bob.id));
    forget_deliveries(tx);

    ASSERT_TRUE(block(tx, bob, alice.id));

    EXPECT_THAT(queued_deliveries(tx), ElementsAre("Undo " + std::string(kBobsInbox)));
}

TEST_F(OutgoingFollows, BlockingADomainTellsItsPeopleThatTheyFollowNoLonger) {
    ASSERT_TRUE(follow(tx, bob, alice.id));
    forget_deliveries(tx);

    ASSERT_TRUE(block_domain(tx, alice, "remote.test"));

    EXPECT_THAT(queued_deliveries(tx), ElementsAre("Reject " + std::string(kBobsInbox)));
}

TEST_F(OutgoingFollows, AmongOurselvesNothingIsSentAndLittleIsAsked) {
    const auto carol = make_person(tx), dave = make_account(tx, {.is_locked = true});
    ASSERT_TRUE(follow(tx, alice, carol.id));
    ASSERT_TRUE(follow(tx, alice, dave.id));
    ASSERT_TRUE(authorize_follow_request(tx, dave, alice.id));
    ASSERT_TRUE(unfollow(tx, alice, carol.id));
    ASSERT_TRUE(remove_follower(tx, dave, alice.id));
    ASSERT_TRUE(block(tx, alice, carol.id));

    EXPECT_THAT(queued_deliveries(tx), IsEmpty());
    EXPECT_EQ(statements_of(tx, [&] { send_follow(tx, alice, carol.id, {}); }), 1);
}

} // namespace
} // namespace relationships
