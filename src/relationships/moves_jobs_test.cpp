#include "relationships/moves_jobs.h"

#include "lists/members.h"
#include "relationships/blocks.h"
#include "relationships/follows.h"
#include "relationships/mutes.h"
#include "relationships/notes.h"
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

std::string note_on(db::Tx& tx, AccountId by, AccountId target) {
    auto rows =
        tx.query("select comment from account_notes where account_id = $1 and target_account_id = $2", {by, target});
    return rows.next() ? rows.string(0) : std::string();
}

void run(db::Tx& tx, AccountId from, AccountId to) {
    follow_moved(jobs::Arguments({{"from", from.value}, {"to", to.value}}), tx);
}

TEST(FollowMoved, KeepsHowSomebodyFollowed) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice"), old = make_person(tx), now = make_person(tx);
    const FollowOptions options{.reblogs = false, .notify = true, .languages = std::vector<std::string>{"ja", "en"}};
    ASSERT_TRUE(follow(tx, alice, old.id, options));

    run(tx, old.id, now.id);

    EXPECT_FALSE(is_following(tx, alice.id, old.id));
    auto rows =
        tx.query("select shows_reblogs, notifies, languages from follows where target_account_id = $1", {now.id});
    ASSERT_TRUE(rows.next());
    EXPECT_FALSE(rows.boolean(0));
    EXPECT_TRUE(rows.boolean(1));
    EXPECT_EQ(rows.text(2), R"(["ja","en"])");
}

TEST(FollowMoved, KeepsTheirPlaceOnLists) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice"), bob = make_person(tx, "bob");
    const auto old = make_remote(tx), now = make_remote(tx, {.domain = "new.test"});
    const auto list_of = [&](const accounts::Account& owner) {
        return lists::create_list(tx, owner.id, {.title = "friends"}).value();
    };
    const auto friends = list_of(alice), others = list_of(alice), of_bob = list_of(bob);
    for (const auto& [owner, list] : {std::pair(alice, friends), std::pair(bob, of_bob)}) {
        make_follow(tx, owner.id, old.id);
        ASSERT_TRUE(lists::add_members(tx, list, std::vector{old.id}));
    }
    ASSERT_TRUE(block(tx, bob, now.id));

    run(tx, old.id, now.id);

    EXPECT_THAT(lists::all_members(tx, friends), ElementsAre(now.id));
    EXPECT_THAT(lists::all_members(tx, others), IsEmpty());
    EXPECT_THAT(lists::all_members(tx, of_bob), IsEmpty());
}

TEST(FollowMoved, TakesBlocksAndMutesAlong) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice"), bob = make_person(tx, "bob");
    const auto old = make_remote(tx), now = make_remote(tx, {.domain = "new.test"});
    ASSERT_TRUE(block(tx, alice, old.id));
    ASSERT_TRUE(mute(tx, bob, old.id, {.hides_notifications = false, .duration = std::chrono::hours(1)}));

    run(tx, old.id, now.id);

    EXPECT_TRUE(
        tx.query_integer("select 1 from blocks where account_id = $1 and target_account_id = $2", {alice.id, now.id}));
    auto rows =
        tx.query("select hides_notifications, expires_at from mutes where account_id = $1 and target_account_id = $2",
                 {bob.id, now.id});
    ASSERT_TRUE(rows.next());
    EXPECT_FALSE(rows.boolean(0));
    EXPECT_EQ(rows.time(1), tx.now() + std::chrono::hours(1));
}

TEST(FollowMoved, LosesNobodyToALimitOrALock) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice"), old = make_person(tx);
    const auto now = make_account(tx, {.username = "now", .is_locked = true});
    ASSERT_TRUE(follow(tx, alice, old.id));
    tx.exec("update account_stats set following_count = 100000 where account_id = $1", {alice.id});

    run(tx, old.id, now.id);

    EXPECT_TRUE(is_following(tx, alice.id, now.id));
}

TEST(FollowMoved, LeavesWhatWasChosenOfTheNewAccount) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice"), bob = make_person(tx, "bob");
    const auto old = make_remote(tx), now = make_remote(tx, {.domain = "new.test"});
    make_follow(tx, alice.id, now.id);
    ASSERT_TRUE(block(tx, alice, old.id));
    ASSERT_TRUE(mute(tx, bob, now.id));
    ASSERT_TRUE(mute(tx, bob, old.id, {.duration = std::chrono::hours(1)}));

    run(tx, old.id, now.id);

    EXPECT_TRUE(is_following(tx, alice.id, now.id));
    EXPECT_TRUE(tx.query_integer("select 1 from mutes where target_account_id = $1 and expires_at is null", {now.id}));
}

TEST(FollowMoved, TakesNotesAlongOnce) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice"), bob = make_person(tx, "bob");
    const auto old = make_remote(tx), now = make_remote(tx, {.domain = "new.test"});
    ASSERT_TRUE(change_note(tx, alice, old.id, "met in Kyoto"));
    ASSERT_TRUE(change_note(tx, bob, old.id, "likes cats"));
    ASSERT_TRUE(change_note(tx, bob, now.id, "new here"));

    run(tx, old.id, now.id);
    run(tx, old.id, now.id);

    EXPECT_EQ(note_on(tx, alice.id, now.id), "met in Kyoto");
    EXPECT_EQ(note_on(tx, bob.id, now.id), "likes cats\n\nnew here");
    EXPECT_EQ(note_on(tx, bob.id, old.id), "likes cats");
}

} // namespace
} // namespace relationships
