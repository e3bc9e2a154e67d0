#include "relationships/follows.h"

#include "accounts/accounts.h"
#include "base/json.h"
#include "relationships/blocks.h"
#include "relationships/follows_jobs.h"
#include "relationships/relationships.h"
#include "support/builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace relationships {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// "following/followers"
std::string counts(db::Tx& tx, AccountId id) {
    auto rows = tx.query("select following_count, followers_count from account_stats where account_id = $1", {id});
    rows.next();
    return std::to_string(rows.integer(0)) + "/" + std::to_string(rows.integer(1));
}

json::Object relationship(db::Tx& tx, AccountId viewer, AccountId other) {
    std::string text;
    json::Writer out(text);
    write_relationship(out, tx, viewer, other);
    return json::parse(text).value().as_object();
}

bool is_requested(db::Tx& tx, AccountId account, AccountId target) {
    return relationship(tx, account, target).at("requested").as_bool();
}

void build_feed(base::FeedStore& feeds, AccountId owner) {
    feeds.finish_build(owner, feeds.start_build(owner, kTestTime), {});
}

TEST(Follow, CountsAndNotifies) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_user(tx).account;

    ASSERT_TRUE(follow(tx, alice, bob.id));

    EXPECT_TRUE(is_following(tx, alice.id, bob.id));
    EXPECT_FALSE(is_following(tx, bob.id, alice.id));
    EXPECT_EQ(counts(tx, alice.id), "1/0");
    EXPECT_EQ(counts(tx, bob.id), "0/1");
    EXPECT_THAT(notification_types(tx, bob.id), ElementsAre("follow"));
}

TEST(Follow, AgainChangesOnlyTheOptionsGiven) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_user(tx).account;
    ASSERT_TRUE(follow(tx, alice, bob.id, {.notify = true, .languages = {{"ja", "en"}}}));

    ASSERT_TRUE(follow(tx, alice, bob.id, {.reblogs = false}));

    const auto relation = relationship(tx, alice.id, bob.id);
    EXPECT_FALSE(relation.at("showing_reblogs").as_bool());
    EXPECT_TRUE(relation.at("notifying").as_bool());
    EXPECT_EQ(relation.at("languages"), (json::Array{"ja", "en"}));
    EXPECT_EQ(counts(tx, bob.id), "0/1");
    EXPECT_THAT(notification_types(tx, bob.id), ElementsAre("follow"));
}

TEST(Follow, WithNoLanguagesIsForAllOfThem) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_user(tx).account;
    ASSERT_TRUE(follow(tx, alice, bob.id, {.languages = {{"ja"}}}));

    ASSERT_TRUE(follow(tx, alice, bob.id, {.languages = std::vector<std::string>()}));

    EXPECT_TRUE(relationship(tx, alice.id, bob.id).at("languages").is_null());
}

TEST(Follow, RefusesWhatIsNoLanguage) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_user(tx).account;

    const auto result = follow(tx, alice, bob.id, {.languages = {{"klingonese"}}});

    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().refusal, base::Refusal::Invalid);
}

TEST(Follow, AsksWhoIsLocked) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_user(tx, {.is_locked = true}).account;

    ASSERT_TRUE(follow(tx, alice, bob.id));

    EXPECT_FALSE(is_following(tx, alice.id, bob.id));
    EXPECT_TRUE(is_requested(tx, alice.id, bob.id));
    EXPECT_TRUE(relationship(tx, bob.id, alice.id).at("requested_by").as_bool());
    EXPECT_EQ(counts(tx, alice.id), "0/0");
    EXPECT_THAT(notification_types(tx, bob.id), ElementsAre("follow_request"));
}

TEST(Follow, AsksWhenTheFollowerIsLimited) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_account(tx, {.is_limited = true}), bob = make_user(tx).account;

    ASSERT_TRUE(follow(tx, alice, bob.id));

    EXPECT_TRUE(is_requested(tx, alice.id, bob.id));
}

TEST(Follow, RefusesOneselfTheSuspendedAndTheBlocked) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_user(tx).account, carol = make_user(tx).account;
    const auto gone = make_account(tx, {.is_suspended = true});
    const auto unconfirmed = make_user(tx, {.is_confirmed = false}).account;
    make_block(tx, alice.id, bob.id);
    make_block(tx, carol.id, alice.id);

    EXPECT_EQ(follow(tx, alice, alice.id).error().refusal, base::Refusal::Forbidden);
    EXPECT_EQ(follow(tx, alice, bob.id).error().refusal, base::Refusal::Forbidden);
    EXPECT_EQ(follow(tx, alice, carol.id).error().refusal, base::Refusal::Forbidden);
    EXPECT_EQ(follow(tx, alice, gone.id).error().refusal, base::Refusal::NotFound);
    EXPECT_EQ(follow(tx, alice, unconfirmed.id).error().refusal, base::Refusal::NotFound);
    EXPECT_EQ(follow(tx, alice, AccountId{1}).error().refusal, base::Refusal::NotFound);
}

TEST(Follow, EndsAtTheLimitUnlessManyFollowBack) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_user(tx).account;
    tx.exec("update account_stats set following_count = 7500 where account_id = $1", {alice.id});

    const auto refused = follow(tx, alice, bob.id);
    tx.exec("update account_stats set followers_count = 7000 where account_id = $1", {alice.id});
    const auto allowed = follow(tx, alice, bob.id);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message, "Validation failed: You cannot follow more than 7500 people");
    EXPECT_TRUE(allowed);
}

TEST(Follow, BuildsTheHomeFeedAnew) {
    TestDatabase database;
    AccountId alice;
    database->write([&](db::Tx& tx) {
        alice = make_user(tx).account.id;
        build_feed(database.world().feeds, alice);
    });

    database->write([&](db::Tx& tx) { (void)follow(tx, *accounts::find(tx, alice), make_user(tx).account.id); });

    EXPECT_THAT(database.world().feeds.owners(), IsEmpty());
}

TEST(Unfollow, TakesEverythingBack) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_user(tx).account;
    ASSERT_TRUE(follow(tx, alice, bob.id));

    ASSERT_TRUE(unfollow(tx, alice, bob.id));
    ASSERT_TRUE(unfollow(tx, alice, bob.id));

    EXPECT_FALSE(is_following(tx, alice.id, bob.id));
    EXPECT_EQ(counts(tx, alice.id), "0/0");
    EXPECT_EQ(counts(tx, bob.id), "0/0");
    EXPECT_THAT(notification_types(tx, bob.id), IsEmpty());
}

TEST(Unfollow, TakesARequestBack) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_user(tx, {.is_locked = true}).account;
    ASSERT_TRUE(follow(tx, alice, bob.id));

    ASSERT_TRUE(unfollow(tx, alice, bob.id));

    EXPECT_FALSE(is_requested(tx, alice.id, bob.id));
    EXPECT_THAT(notification_types(tx, bob.id), IsEmpty());
}

TEST(RemoveFollower, EndsTheirFollowNotOurs) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_user(tx).account;
    make_follow(tx, alice.id, bob.id);
    make_follow(tx, bob.id, alice.id);

    ASSERT_TRUE(remove_follower(tx, alice, bob.id));

    EXPECT_TRUE(is_following(tx, alice.id, bob.id));
    EXPECT_FALSE(is_following(tx, bob.id, alice.id));
}

TEST(FollowRequest, AuthorizedBecomesAFollowWithItsOptions) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_user(tx, {.is_locked = true}).account;
    ASSERT_TRUE(follow(tx, alice, bob.id, {.reblogs = false, .languages = {{"ja"}}}));

    ASSERT_TRUE(authorize_follow_request(tx, bob, alice.id));

    const auto relation = relationship(tx, alice.id, bob.id);
    EXPECT_TRUE(relation.at("following").as_bool());
    EXPECT_FALSE(relation.at("requested").as_bool());
    EXPECT_FALSE(relation.at("showing_reblogs").as_bool());
    EXPECT_EQ(relation.at("languages"), (json::Array{"ja"}));
    EXPECT_EQ(counts(tx, bob.id), "0/1");
    EXPECT_THAT(notification_types(tx, bob.id), ElementsAre("follow"));
    EXPECT_EQ(authorize_follow_request(tx, bob, alice.id).error().refusal, base::Refusal::NotFound);
}

TEST(FollowRequest, RejectedLeavesNothing) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_user(tx, {.is_locked = true}).account;
    ASSERT_TRUE(follow(tx, alice, bob.id));

    ASSERT_TRUE(reject_follow_request(tx, bob, alice.id));

    EXPECT_FALSE(is_following(tx, alice.id, bob.id));
    EXPECT_FALSE(is_requested(tx, alice.id, bob.id));
    EXPECT_THAT(notification_types(tx, bob.id), IsEmpty());
    EXPECT_EQ(reject_follow_request(tx, bob, alice.id).error().refusal, base::Refusal::NotFound);
}

TEST(FollowRequest, AreAcceptedWhenTheAccountIsUnlocked) {
    db::Tx tx = TestDb().begin();
    const auto bob = make_user(tx, {.is_locked = true}).account;
    const auto alice = make_user(tx).account, limited = make_account(tx, {.is_limited = true});
    ASSERT_TRUE(follow(tx, alice, bob.id));
    ASSERT_TRUE(follow(tx, limited, bob.id));
    const jobs::Arguments arguments({{"account_id", bob.id.value}});

    accept_follow_requests(arguments, tx);
    EXPECT_FALSE(is_following(tx, alice.id, bob.id)); // Still locked.
    tx.exec("update accounts set is_locked = false where id = $1", {bob.id});
    accept_follow_requests(arguments, tx);
    accept_follow_requests(arguments, tx); // As when the first run was not known to have ended.

    EXPECT_TRUE(is_following(tx, alice.id, bob.id));
    EXPECT_FALSE(is_following(tx, limited.id, bob.id));
    EXPECT_EQ(counts(tx, bob.id), "0/1");
}

} // namespace
} // namespace relationships
