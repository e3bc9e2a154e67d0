#include "relationships/endorsements.h"

#include "relationships/familiar.h"
#include "relationships/follows.h"
#include "relationships/lists.h"
#include "relationships/notes.h"
#include "relationships/relationships.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace relationships {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

json::Value relationship(db::Tx& tx, AccountId viewer, AccountId other) {
    std::string text;
    json::Writer out(text);
    write_relationship(out, tx, viewer, other);
    return *json::parse(text);
}

std::vector<AccountId> people(const std::vector<ListEntry>& entries) {
    std::vector<AccountId> ids;
    for (const auto& entry : entries) ids.push_back(entry.account);
    return ids;
}

TEST(Endorsement, IsOfSomebodyFollowedAndEndsWithTheFollow) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_user(tx).account;

    const auto refused = endorse(tx, alice, bob.id);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().refusal, base::Refusal::Invalid);

    ASSERT_TRUE(follow(tx, alice, bob.id));
    ASSERT_TRUE(endorse(tx, alice, bob.id));
    ASSERT_TRUE(endorse(tx, alice, bob.id));
    EXPECT_TRUE(relationship(tx, alice.id, bob.id).at("endorsed").as_bool());
    EXPECT_FALSE(relationship(tx, bob.id, alice.id).at("endorsed").as_bool());
    EXPECT_THAT(people(endorsed(tx, alice.id, {}, {})), ElementsAre(bob.id));

    ASSERT_TRUE(unfollow(tx, alice, bob.id));
    EXPECT_FALSE(relationship(tx, alice.id, bob.id).at("endorsed").as_bool());
    EXPECT_THAT(endorsed(tx, alice.id, {}, {}), IsEmpty());
}

TEST(Endorsement, CanBeTakenBack) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_user(tx).account;
    ASSERT_TRUE(follow(tx, alice, bob.id));
    ASSERT_TRUE(endorse(tx, alice, bob.id));

    ASSERT_TRUE(unendorse(tx, alice, bob.id));
    ASSERT_TRUE(unendorse(tx, alice, bob.id));

    EXPECT_THAT(endorsed(tx, alice.id, alice.id, {}), IsEmpty());
    EXPECT_TRUE(is_following(tx, alice.id, bob.id));
}

TEST(Endorsements, LeaveOutWhomTheViewerDoesNotWantOrMayNotSee) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, viewer = make_user(tx).account, barred = make_user(tx).account;
    std::vector<AccountId> ids;
    for (int i = 0; i < 4; ++i) {
        ids.push_back(make_user(tx).account.id);
        ASSERT_TRUE(follow(tx, alice, ids.back()));
        ASSERT_TRUE(endorse(tx, alice, ids.back()));
    }
    make_block(tx, viewer.id, ids[0]);
    make_block(tx, ids[1], viewer.id);
    tx.exec("update accounts set suspended_at = 1 where id = $1", {ids[2]});
    make_block(tx, alice.id, barred.id);

    EXPECT_THAT(people(endorsed(tx, alice.id, viewer.id, {})), ElementsAre(ids[3]));
    EXPECT_THAT(endorsed(tx, alice.id, barred.id, {}), IsEmpty());
    EXPECT_THAT(people(endorsed(tx, alice.id, {}, {.limit = 2})), testing::SizeIs(2));
    EXPECT_THAT(whole_table_steps(tx, [&] { (void)endorsed(tx, alice.id, viewer.id, {}); }), IsEmpty());
    EXPECT_EQ(statements_of(tx, [&] { (void)endorsed(tx, alice.id, viewer.id, {}); }), 2);
}

TEST(Note, IsForItsWriterOnlyAndCanBeCleared) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_user(tx).account;

    ASSERT_TRUE(change_note(tx, alice, bob.id, "京都で会った"));
    EXPECT_EQ(relationship(tx, alice.id, bob.id).at("note"), "京都で会った");
    EXPECT_EQ(relationship(tx, bob.id, alice.id).at("note"), "");

    ASSERT_TRUE(change_note(tx, alice, bob.id, " "));
    EXPECT_EQ(relationship(tx, alice.id, bob.id).at("note"), "");
}

TEST(Note, HasALimitInCharacters) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account, bob = make_user(tx).account;
    std::string most;
    for (int i = 0; i < 2000; ++i) most += "🇯🇵";

    EXPECT_TRUE(change_note(tx, alice, bob.id, most));
    EXPECT_EQ(change_note(tx, alice, bob.id, most + "x").error().refusal, base::Refusal::Invalid);
    EXPECT_EQ(change_note(tx, alice, AccountId{1}, "x").error().refusal, base::Refusal::NotFound);
}

TEST(FamiliarFollowers, AreFollowedByTheViewerAndHideNothing) {
    db::Tx tx = TestDb().begin();
    const auto viewer = make_user(tx).account.id, target = make_user(tx).account.id;
    const auto friendly = make_user(tx).account.id, stranger = make_user(tx).account.id;
    const auto hider = make_account(tx, {.hides_collections = true}).id;
    for (const auto id : {friendly, hider}) make_follow(tx, viewer, id);
    for (const auto id : {friendly, stranger, hider}) make_follow(tx, id, target);
    make_follow(tx, friendly, hider);

    auto familiar = familiar_followers(tx, viewer, std::vector{target, hider});

    EXPECT_THAT(familiar[target], ElementsAre(friendly));
    EXPECT_THAT(familiar[hider], IsEmpty());
    const auto ask = [&] { (void)familiar_followers(tx, viewer, std::vector{target, hider}); };
    EXPECT_EQ(statements_of(tx, ask), 1);
    EXPECT_THAT(whole_table_steps(tx, ask), IsEmpty());
}

} // namespace
} // namespace relationships
