#include "statuses/pins.h"

#include "statuses/deletion.h"
#include "statuses/reblogs.h"
#include "support/builders.h"
#include "support/media_builders.h"
#include "support/plans.h"
#include "support/status_builders.h"
#include "support/test_db.h"
#include "timelines/public.h"

#include <gmock/gmock.h>

namespace statuses {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string refusal(const Result<>& result) { return result ? "none" : result.error().message; }

std::vector<StatusId> pinned(db::Tx& tx, const accounts::Account& viewer, const accounts::Account& author,
                             timelines::AccountFilter filter = {}) {
    filter.only_pinned = true;
    return timelines::account_page(tx, viewer, author.id, filter, {});
}

bool says_pinned(db::Tx& tx, StatusId id, const accounts::Account& viewer) {
    return shown_status(tx, id, viewer).at("pinned").as_bool();
}

TEST(Pins, StandInTheOrderInWhichTheyWerePinned) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto first = make_status(tx, alice, "first");
    const auto second = make_status(tx, alice, "second #tea");
    make_status(tx, alice, "third");

    ASSERT_TRUE(pin(tx, alice, second));
    ASSERT_TRUE(pin(tx, alice, first));
    ASSERT_TRUE(pin(tx, alice, second)); // Again: it stays where it is.

    EXPECT_THAT(pinned(tx, accounts::anonymous(), alice), ElementsAre(first, second));
    EXPECT_THAT(pinned(tx, accounts::anonymous(), alice, {.tagged = "tea"}), ElementsAre(second));
    EXPECT_THAT(pinned(tx, accounts::anonymous(), alice, {.tagged = "coffee"}), IsEmpty());
    EXPECT_TRUE(says_pinned(tx, first, alice));
    EXPECT_FALSE(shown_status(tx, first, make_person(tx)).as_object().contains("pinned"));

    ASSERT_TRUE(unpin(tx, alice, first));
    ASSERT_TRUE(unpin(tx, alice, first));
    EXPECT_THAT(pinned(tx, alice, alice), ElementsAre(second));
    EXPECT_FALSE(says_pinned(tx, first, alice));
}

TEST(Pins, MayBeAskedForWithPicturesAlone) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto words = make_status(tx, alice, "words");
    Draft draft;
    draft.media = {make_attachment(tx, alice.id).id};
    const auto picture = make_status(tx, alice, draft);
    ASSERT_TRUE(pin(tx, alice, picture));
    ASSERT_TRUE(pin(tx, alice, words));

    EXPECT_THAT(pinned(tx, alice, alice, {.only_media = true, .tagged = {}}), ElementsAre(picture));
    EXPECT_THAT(pinned(tx, alice, alice), ElementsAre(words, picture));
}

TEST(Pins, AreOnesOwnAndForOthersToRead) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto bob = make_person(tx);
    const auto id = make_status(tx, alice, "mine");
    const auto boost = *reblog(tx, alice, id, Visibility::Public);
    const auto direct = make_status(tx, alice, "psst", Visibility::Direct);

    EXPECT_EQ(refusal(pin(tx, bob, id)), "Validation failed: Someone else's post cannot be pinned");
    EXPECT_EQ(refusal(pin(tx, alice, boost)), "Validation failed: A boost cannot be pinned");
    EXPECT_THAT(refusal(pin(tx, alice, direct)), HasSubstr("only visible to mentioned users cannot be pinned"));
    EXPECT_EQ(refusal(pin(tx, bob, direct)), "Record not found");
    EXPECT_EQ(refusal(unpin(tx, bob, direct)), "Record not found");
    ASSERT_TRUE(pin(tx, alice, id));
    ASSERT_TRUE(unpin(tx, bob, id)); // Nothing of Bob's to take off.
    EXPECT_THAT(pinned(tx, bob, alice), ElementsAre(id));
}

TEST(Pins, AreAFew) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    std::vector<StatusId> posts;
    for (int i = 0; i < 6; ++i) posts.push_back(make_status(tx, alice, "post"));
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(pin(tx, alice, posts[i]));

    EXPECT_EQ(refusal(pin(tx, alice, posts[5])),
              "Validation failed: You have already pinned the maximum number of posts");
    EXPECT_EQ(refusal(pin(tx, alice, posts[0])), "none");
    ASSERT_TRUE(delete_status(tx, alice, posts[0]));
    EXPECT_EQ(refusal(pin(tx, alice, posts[5])), "none");
}

TEST(Pins, AreHiddenAsTheirPostsAre) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto follower = make_person(tx);
    const auto blocked = make_person(tx);
    make_follow(tx, follower.id, alice.id);
    make_block(tx, alice.id, blocked.id);
    const auto open = make_status(tx, alice, "open");
    const auto closed = make_status(tx, alice, "closed", Visibility::Private);
    ASSERT_TRUE(pin(tx, alice, open));
    ASSERT_TRUE(pin(tx, alice, closed));

    EXPECT_THAT(pinned(tx, follower, alice), ElementsAre(closed, open));
    EXPECT_THAT(pinned(tx, accounts::anonymous(), alice), ElementsAre(open));
    EXPECT_THAT(pinned(tx, blocked, alice), IsEmpty());
}

TEST(Pins, AreFoundByAnIndexInOneStatement) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto list = [&] { pinned(tx, accounts::anonymous(), alice); };
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(pin(tx, alice, make_status(tx, alice, "post #tea")));

    EXPECT_ALL_WALK_INDEXES(tx, list);
    EXPECT_ALL_WALK_INDEXES(tx, [&] { pinned(tx, accounts::anonymous(), alice, {.tagged = "tea"}); });
    EXPECT_THAT(whole_table_steps(tx, [&] { EXPECT_TRUE(unpin(tx, alice, make_status(tx, alice, "x"))); }), IsEmpty());
}

} // namespace
} // namespace statuses
