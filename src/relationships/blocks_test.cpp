#include "relationships/blocks.h"

#include "relationships/follows.h"
#include "relationships/mutes.h"
#include "relationships/relationships.h"
#include "support/builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <gtest/gtest.h>

namespace relationships {
namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

Relation relation(db::Tx& tx, AccountId viewer, AccountId other) {
    return relations_of(tx, viewer, std::span(&other, 1))[other];
}

std::vector<std::string> channels(const std::vector<base::Event>& events) {
    std::vector<std::string> names;
    for (const auto& event : events) names.push_back(event.channel + " " + event.event);
    return names;
}

void build_feed(base::FeedStore& feeds, AccountId owner) {
    feeds.finish_build(owner, feeds.start_build(owner, kTestTime), {});
}

TEST(Block, EndsWhatWasBetweenThem) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_user(tx).account;
    ASSERT_TRUE(follow(tx, alice, bob.id));
    ASSERT_TRUE(follow(tx, bob, alice.id));

    ASSERT_TRUE(block(tx, alice, bob.id));

    const Relation mine = relation(tx, alice.id, bob.id), theirs = relation(tx, bob.id, alice.id);
    EXPECT_TRUE(mine.blocks);
    EXPECT_FALSE(mine.is_blocked_by);
    EXPECT_TRUE(theirs.is_blocked_by);
    EXPECT_FALSE(mine.follows);
    EXPECT_FALSE(mine.is_followed_by);
    EXPECT_THAT(notification_types(tx, alice.id), IsEmpty());
    EXPECT_THAT(notification_types(tx, bob.id), IsEmpty());
}

TEST(Block, EndsRequestsOfBothSides) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx, {.is_locked = true}).account, bob = make_user(tx, {.is_locked = true}).account;
    ASSERT_TRUE(follow(tx, alice, bob.id));
    ASSERT_TRUE(follow(tx, bob, alice.id));

    ASSERT_TRUE(block(tx, alice, bob.id));

    EXPECT_EQ(tx.query_integer("select count(*) from follow_requests"), 0);
}

TEST(Block, TellsTheStreamsOfBothAndDropsTheirFeeds) {
    TestDatabase database;
    accounts::Account alice, bob;
    database->write([&](db::Tx& tx) {
        alice = make_user(tx).account;
        bob = make_user(tx).account;
    });
    for (const auto id : {alice.id, bob.id}) {
        build_feed(database.world().feeds, id);
    }

    database->write([&](db::Tx& tx) { (void)block(tx, alice, bob.id); });

    EXPECT_THAT(channels(database.world().events.take()),
                UnorderedElementsAre("timeline:system:" + to_string(alice.id) + " filters_changed",
                                     "timeline:system:" + to_string(bob.id) + " filters_changed"));
    EXPECT_THAT(database.world().feeds.owners(), IsEmpty());
}

TEST(Block, OfOneselfOrAgainChangesNothing) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_user(tx).account;

    ASSERT_TRUE(block(tx, alice, alice.id));
    ASSERT_TRUE(block(tx, alice, bob.id));
    ASSERT_TRUE(block(tx, alice, bob.id));

    EXPECT_EQ(tx.query_integer("select count(*) from blocks"), 1);
    EXPECT_EQ(block(tx, alice, AccountId{1}).error().refusal, base::Refusal::NotFound);
}

TEST(Unblock, LeavesWhatTheBlockEnded) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_user(tx).account;
    ASSERT_TRUE(follow(tx, alice, bob.id));
    ASSERT_TRUE(block(tx, alice, bob.id));

    ASSERT_TRUE(unblock(tx, alice, bob.id));
    ASSERT_TRUE(unblock(tx, alice, bob.id));

    EXPECT_FALSE(relation(tx, alice.id, bob.id).blocks);
    EXPECT_FALSE(is_following(tx, alice.id, bob.id));
}

TEST(Mute, HidesNotificationsOnlyWhenAskedTo) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_user(tx).account;
    ASSERT_TRUE(follow(tx, bob, alice.id));

    ASSERT_TRUE(mute(tx, alice, bob.id, {.hides_notifications = false}));
    EXPECT_THAT(notification_types(tx, alice.id), testing::SizeIs(1));
    ASSERT_TRUE(mute(tx, alice, bob.id));

    EXPECT_THAT(notification_types(tx, alice.id), IsEmpty());
    EXPECT_TRUE(relation(tx, alice.id, bob.id).mutes);
    EXPECT_FALSE(relation(tx, bob.id, alice.id).hides());
    EXPECT_TRUE(is_following(tx, bob.id, alice.id));
}

TEST(Mute, RunsOut) {
    TestDatabase database;
    accounts::Account alice, bob, carol;
    database->write([&](db::Tx& tx) {
        alice = make_user(tx).account;
        bob = make_user(tx).account;
        carol = make_user(tx).account;
        (void)mute(tx, alice, bob.id, {.duration = std::chrono::minutes(5)});
        (void)mute(tx, alice, carol.id);
    });
    database.world().events.take();
    database.world().clock.advance(std::chrono::minutes(5));

    database->write([&](db::Tx& tx) {
        EXPECT_FALSE(relation(tx, alice.id, bob.id).mutes); // Even before the job has come.
        EXPECT_TRUE(relation(tx, alice.id, carol.id).mutes);
        EXPECT_EQ(delete_expired_mutes(tx, 10), 1);
        EXPECT_EQ(delete_expired_mutes(tx, 10), 0);
    });

    EXPECT_THAT(channels(database.world().events.take()),
                Contains("timeline:system:" + to_string(alice.id) + " filters_changed"));
}

TEST(Mute, ThatIsVeryLongStillEnds) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_user(tx).account;

    ASSERT_TRUE(mute(tx, alice, bob.id, {.duration = std::chrono::seconds(std::numeric_limits<std::int64_t>::max())}));

    EXPECT_TRUE(relation(tx, alice.id, bob.id).mutes);
}

TEST(Relations, TakeOneStatementForAnyNumberOfPeople) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account;
    std::vector<AccountId> others;
    for (int i = 0; i < 30; ++i) others.push_back(make_user(tx).account.id);
    make_follow(tx, alice.id, others[7]);

    std::unordered_map<AccountId, Relation> relations;
    EXPECT_EQ(statements_of(tx, [&] { relations = relations_of(tx, alice.id, others); }), 1);
    EXPECT_EQ(std::ranges::count_if(relations, [](const auto& pair) { return pair.second.follows; }), 1);
    EXPECT_TRUE(relations[others[7]].follows);
    EXPECT_EQ(statements_of(tx, [&] { EXPECT_THAT(relations_of(tx, AccountId{}, others), IsEmpty()); }), 0);
}

} // namespace
} // namespace relationships
