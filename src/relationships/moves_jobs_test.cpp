#include "relationships/moves_jobs.h"

#include "relationships/follows.h"
#include "relationships/notes.h"
#include "support/builders.h"
#include "support/federation_builders.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace relationships {
namespace {

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
