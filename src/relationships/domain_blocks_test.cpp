#include "relationships/domain_blocks.h"

#include "notifications/notifications.h"
#include "relationships/domain_blocks_jobs.h"
#include "relationships/follows.h"
#include "relationships/relationships.h"
#include "statuses/reblogs.h"
#include "statuses/status_json.h"
#include "streaming/viewer.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/status_builders.h"
#include "support/test_db.h"
#include "timelines/home.h"
#include "timelines/public.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace relationships {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Relation relation(db::Tx& tx, AccountId viewer, AccountId other) {
    return relations_of(tx, viewer, std::span(&other, 1))[other];
}

accounts::Account make_remote(db::Tx& tx, std::string domain) {
    TestAccount wanted;
    wanted.domain = std::move(domain);
    return make_account(tx, wanted);
}

std::vector<std::string> names(const std::vector<BlockedDomain>& domains) {
    std::vector<std::string> found;
    for (const auto& blocked : domains) found.push_back(blocked.domain);
    return found;
}

TEST(DomainBlock, EndsFollowsAndRequestsBothWays) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx, {.is_locked = true}).account;
    const auto followed = make_remote(tx, "bad.test"), asked = make_remote(tx, "bad.test");
    const auto follower = make_remote(tx, "bad.test"), asking = make_remote(tx, "bad.test");
    const auto elsewhere = make_remote(tx, "good.test");
    for (const auto id : {followed.id, elsewhere.id}) make_follow(tx, alice.id, id);
    for (const auto id : {follower.id, elsewhere.id}) make_follow(tx, id, alice.id);
    ASSERT_TRUE(follow(tx, alice, asked.id));
    ASSERT_TRUE(follow(tx, asking, alice.id));

    const auto ties = ties_to_domain(tx, alice.id, "BAD.test");
    ASSERT_TRUE(ties);
    EXPECT_EQ(ties->following, 1);
    EXPECT_EQ(ties->followers, 1);
    ASSERT_TRUE(block_domain(tx, alice, " https://Bad.Test/ "));

    EXPECT_TRUE(relation(tx, alice.id, followed.id).blocks_domain);
    EXPECT_FALSE(relation(tx, alice.id, followed.id).follows);
    EXPECT_FALSE(relation(tx, alice.id, follower.id).is_followed_by);
    EXPECT_EQ(tx.query_integer("select count(*) from follow_requests"), 0);
    EXPECT_TRUE(relation(tx, alice.id, elsewhere.id).follows);
    EXPECT_FALSE(relation(tx, alice.id, elsewhere.id).blocks_domain);
    EXPECT_TRUE(relation(tx, followed.id, alice.id).is_domain_blocked_by);
    EXPECT_EQ(tx.query_integer("select following_count from account_stats where account_id = $1", {alice.id}), 1);
    EXPECT_THAT(waiting_jobs(tx), IsEmpty());
}

TEST(DomainBlock, KeepsNewFollowsFromBeginning) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_remote(tx, "bad.test");
    ASSERT_TRUE(block_domain(tx, alice, "bad.test"));

    EXPECT_EQ(follow(tx, alice, bob.id).error().refusal, base::Refusal::Forbidden);
    EXPECT_EQ(follow(tx, bob, alice.id).error().refusal, base::Refusal::Forbidden);

    ASSERT_TRUE(unblock_domain(tx, alice, "bad.test"));
    EXPECT_TRUE(follow(tx, bob, alice.id));
}

TEST(DomainBlock, LeavesWhatIsMuchToAJob) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account;
    for (int i = 0; i < 203; ++i) make_follow(tx, make_remote(tx, "bad.test").id, alice.id);

    ASSERT_TRUE(block_domain(tx, alice, "bad.test"));
    EXPECT_EQ(tx.query_integer("select count(*) from follows"), 3);
    EXPECT_THAT(waiting_jobs(tx), ElementsAre("part_from_domain"));

    const jobs::Arguments arguments({{"account_id", alice.id.value}, {"domain", "bad.test"}});
    part_from_domain_job(arguments, tx);
    part_from_domain_job(arguments, tx);
    EXPECT_EQ(tx.query_integer("select count(*) from follows"), 0);
    EXPECT_EQ(tx.query_integer("select followers_count from account_stats where account_id = $1", {alice.id}), 0);
}

TEST(DomainBlock, TakesBackWhatWasToldAndKeepsSilent) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_remote(tx, "bad.test"), carol = make_remote(tx, "good.test");
    make_status(tx, bob, "@" + alice.username + " before");
    make_status(tx, carol, "@" + alice.username + " before");
    ASSERT_EQ(told(tx, alice).size(), 2u);

    ASSERT_TRUE(block_domain(tx, alice, "bad.test"));
    make_status(tx, bob, "@" + alice.username + " after");

    EXPECT_THAT(told(tx, alice), ElementsAre("mention from " + carol.username));
}

TEST(DomainBlock, HidesPostsFromListsButNotByName) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, booster = make_user(tx).account, bob = make_remote(tx, "bad.test");
    make_follow(tx, alice.id, booster.id);
    const auto post = make_status(tx, bob, "hello #cats");
    ASSERT_TRUE(statuses::reblog(tx, booster, post, statuses::Visibility::Public));
    const auto wants = [&](const accounts::Account& viewer) {
        return statuses::StatusEntities(tx, std::span(&post, 1), viewer).shows(post, statuses::Wish::Wanted);
    };
    ASSERT_EQ(timelines::public_page(tx, alice, timelines::Origin::Everywhere, {}).size(), 1u);
    ASSERT_EQ(timelines::home_page(tx, alice.id, {}).size(), 1u);

    ASSERT_TRUE(block_domain(tx, alice, "bad.test"));

    tx.context().feeds.drop(alice.id); // As the commit does.
    EXPECT_THAT(timelines::public_page(tx, alice, timelines::Origin::Everywhere, {}), IsEmpty());
    EXPECT_THAT(timelines::hashtag_page(tx, alice, {.name = "cats"}, timelines::Origin::Everywhere, {}), IsEmpty());
    EXPECT_THAT(timelines::home_page(tx, alice.id, {}), IsEmpty());
    EXPECT_FALSE(wants(alice));
    EXPECT_TRUE(is_shown(tx, post, alice));
    EXPECT_EQ(timelines::public_page(tx, booster, timelines::Origin::Everywhere, {}).size(), 1u);
    EXPECT_TRUE(wants(booster));
}

TEST(DomainBlock, HidesOnesPostsFromThatDomain) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_remote(tx, "bad.test");
    const auto post = make_status(tx, alice, "hello");
    ASSERT_TRUE(is_shown(tx, post, bob));

    ASSERT_TRUE(block_domain(tx, alice, "bad.test"));

    EXPECT_FALSE(is_shown(tx, post, bob));
}

TEST(DomainBlock, KeepsPostsOffTheStreams) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account;
    ASSERT_TRUE(block_domain(tx, alice, "bad.test"));
    base::Event event{.channel = "timeline:public", .event = "update", .payload = nullptr};
    event.author = AccountId{1};
    const auto viewer = streaming::load_viewer(tx, alice.id, nullptr);

    event.author_domain = "bad.test";
    EXPECT_FALSE(viewer.wants(event));
    event.author_domain = "good.test";
    EXPECT_TRUE(viewer.wants(event));
}

TEST(DomainBlocks, ArePagedAndRefuseWhatIsNoDomain) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account;
    for (const auto* domain : {"a.test", "b.test", "日本語.test", "a.test"}) {
        ASSERT_TRUE(block_domain(tx, alice, domain));
    }

    EXPECT_THAT(names(blocked_domains(tx, alice.id, {.limit = 2})), ElementsAre("xn--wgv71a119e.test", "b.test"));
    EXPECT_THAT(names(blocked_domains(tx, alice.id, {.min_id = 1, .limit = 1})), ElementsAre("a.test"));
    for (const auto* text : {"", "no domain", "akebono.test", "-"}) {
        EXPECT_EQ(block_domain(tx, alice, text).error().refusal, base::Refusal::Invalid) << text;
    }
    ASSERT_TRUE(unblock_domain(tx, alice, "日本語.test"));
    ASSERT_TRUE(unblock_domain(tx, alice, "c.test"));
    EXPECT_THAT(names(blocked_domains(tx, alice.id, {})), ElementsAre("b.test", "a.test"));
}

TEST(DomainBlocks, WalkIndexes) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_remote(tx, "bad.test");
    make_follow(tx, alice.id, bob.id);

    EXPECT_ALL_WALK_INDEXES(tx, [&] { (void)blocked_domains(tx, alice.id, {}); });
    EXPECT_ALL_WALK_INDEXES(tx, [&] { (void)blocked_domains(tx, alice.id, {.min_id = 1}); });
    EXPECT_THAT(whole_table_steps(tx,
                                  [&] {
                                      (void)ties_to_domain(tx, alice.id, "bad.test");
                                      (void)relation(tx, alice.id, bob.id);
                                      (void)timelines::public_page(tx, alice, timelines::Origin::Everywhere, {});
                                      (void)streaming::load_viewer(tx, alice.id, nullptr);
                                      (void)block_domain(tx, alice, "bad.test");
                                      notifications::notify(
                                          tx, {.to = alice.id, .kind = notifications::Kind::Follow, .from = bob.id});
                                  }),
                IsEmpty());
}

} // namespace
} // namespace relationships
