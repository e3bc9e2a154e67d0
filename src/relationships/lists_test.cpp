#include "relationships/lists.h"

#include "support/builders.h"
#include "support/plans.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace relationships {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<AccountId> people(const std::vector<ListEntry>& entries) {
    std::vector<AccountId> ids;
    for (const auto& entry : entries) ids.push_back(entry.account);
    return ids;
}

// Follows whose ids are 1, 2, … in the order of `followers`.
void make_numbered_follows(db::Tx& tx, const std::vector<AccountId>& followers, AccountId target) {
    for (std::size_t i = 0; i < followers.size(); ++i) {
        tx.exec("insert into follows (id, account_id, target_account_id, created_at) values ($1, $2, $3, 0)",
                {static_cast<std::int64_t>(i + 1), followers[i], target});
    }
}

std::vector<AccountId> make_people(db::Tx& tx, int count) {
    std::vector<AccountId> ids;
    for (int i = 0; i < count; ++i) ids.push_back(make_account(tx).id);
    return ids;
}

TEST(Followers, ArePagedByTheFollowNewestFirst) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_account(tx).id;
    const auto p = make_people(tx, 5);
    make_numbered_follows(tx, p, alice);
    const auto page = [&](const http::Page& wanted) { return people(followers(tx, alice, {}, wanted)); };

    EXPECT_THAT(page({.limit = 2}), ElementsAre(p[4], p[3]));
    EXPECT_THAT(page({.max_id = 4, .limit = 2}), ElementsAre(p[2], p[1]));
    EXPECT_THAT(page({.since_id = 2, .limit = 2}), ElementsAre(p[4], p[3]));
    EXPECT_THAT(page({.min_id = 2, .limit = 2}), ElementsAre(p[3], p[2]));
    EXPECT_THAT(page({.max_id = 4, .since_id = 2, .limit = 9}), ElementsAre(p[2]));
    EXPECT_EQ(followers(tx, alice, {}, {.limit = 1}).at(0).id, 5);
}

TEST(Following, HoldsThoseWhoAreFollowed) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_account(tx).id;
    const auto p = make_people(tx, 3);
    for (const auto id : p) make_follow(tx, alice, id);

    EXPECT_THAT(people(following(tx, alice, {}, {})), testing::UnorderedElementsAreArray(p));
    EXPECT_THAT(followers(tx, alice, {}, {}), IsEmpty());
}

TEST(Followers, AreNotShownWhenHiddenOrBlocked) {
    db::Tx tx = TestDb().begin();
    const auto hider = make_account(tx, {.hides_collections = true}).id, blocker = make_account(tx).id;
    const auto suspended = make_account(tx, {.is_suspended = true}).id;
    const auto viewer = make_user(tx).account.id, follower = make_account(tx).id;
    for (const auto id : {hider, blocker, suspended}) make_follow(tx, follower, id);
    make_block(tx, blocker, viewer);

    EXPECT_THAT(followers(tx, hider, viewer, {}), IsEmpty());
    EXPECT_THAT(followers(tx, hider, {}, {}), IsEmpty());
    EXPECT_THAT(people(followers(tx, hider, hider, {})), ElementsAre(follower));
    EXPECT_THAT(followers(tx, blocker, viewer, {}), IsEmpty());
    EXPECT_THAT(people(followers(tx, blocker, {}, {})), ElementsAre(follower));
    EXPECT_THAT(followers(tx, suspended, {}, {}), IsEmpty());
}

TEST(Followers, LeaveOutWhomTheViewerDoesNotWantOrMayNotSee) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account.id, viewer = make_user(tx).account.id;
    const auto p = make_people(tx, 4);
    const auto suspended = make_account(tx, {.is_suspended = true}).id;
    make_numbered_follows(tx, {p[0], p[1], p[2], p[3], suspended}, alice);
    make_block(tx, viewer, p[0]);
    make_block(tx, p[1], viewer);
    tx.exec("insert into mutes (id, account_id, target_account_id, created_at) values ($1, $2, $3, 0)",
            {tx.new_id(), viewer, p[2]});
    make_block(tx, alice, p[3]);

    EXPECT_THAT(people(followers(tx, alice, viewer, {})), ElementsAre(p[3]));
    EXPECT_THAT(people(followers(tx, alice, alice, {})), ElementsAre(p[3], p[2], p[1], p[0]));
}

TEST(Lists, OfOnesOwnHoldBlocksMutesAndRequests) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account.id, bob = make_account(tx).id, carol = make_account(tx).id;
    const auto now = tx.now();
    make_block(tx, alice, bob);
    make_block(tx, carol, alice);
    tx.exec(R"(
        insert into mutes (id, account_id, target_account_id, expires_at, created_at)
        values (1, $1, $2, $4, 0), (2, $1, $3, $5, 0))", {alice, bob, carol, now + std::chrono::hours(1), now - std::chrono::hours(1)});
    tx.exec("insert into follow_requests (id, account_id, target_account_id, created_at) values (1, $1, $2, 0)",
            {carol, alice});

    EXPECT_THAT(people(blocked(tx, alice, {})), ElementsAre(bob));
    EXPECT_THAT(people(muted(tx, alice, {})), ElementsAre(bob)); // The other has run out.
    EXPECT_EQ(muted(tx, alice, {}).at(0).expires_at, now + std::chrono::hours(1));
    EXPECT_THAT(people(follow_requests(tx, alice, {})), ElementsAre(carol));
}

TEST(Lists, WalkAnIndexInOneStatementEach) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account.id, viewer = make_user(tx).account.id;

    for (const http::Page& page : {http::Page{}, http::Page{.min_id = 1}}) {
        EXPECT_THAT(whole_table_steps(tx,
                                      [&] {
                                          (void)followers(tx, alice, viewer, page);
                                          (void)following(tx, alice, viewer, page);
                                          (void)follow_requests(tx, alice, page);
                                          (void)blocked(tx, alice, page);
                                          (void)muted(tx, alice, page);
                                      }),
                    IsEmpty());
    }
    EXPECT_EQ(statements_of(tx, [&] { (void)blocked(tx, alice, {}); }), 1);
    EXPECT_EQ(statements_of(tx, [&] { (void)followers(tx, alice, viewer, {}); }), 2);
}

} // namespace
} // namespace relationships
