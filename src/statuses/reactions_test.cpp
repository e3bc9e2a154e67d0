#include "statuses/bookmarks.h"
#include "statuses/context.h"
#include "statuses/deletion.h"
#include "statuses/favourites.h"
#include "statuses/reblogs.h"
#include "support/builders.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

namespace statuses {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Favourite, CountsOnceAndTellsTheAuthorOnce) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto bob = make_person(tx, "bob");
    const auto id = make_status(tx, alice, "hello");

    ASSERT_TRUE(favourite(tx, bob, id));
    ASSERT_TRUE(favourite(tx, bob, id));

    EXPECT_EQ(shown_status(tx, id, bob).at("favourites_count").as_int64(), 1);
    EXPECT_TRUE(shown_status(tx, id, bob).at("favourited").as_bool());
    EXPECT_FALSE(shown_status(tx, id, alice).at("favourited").as_bool());
    EXPECT_THAT(told(tx, alice), ElementsAre("favourite from bob"));
}

TEST(Favourite, TakenBackLeavesNothing) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto bob = make_person(tx, "bob");
    const auto id = make_status(tx, alice, "hello");
    ASSERT_TRUE(favourite(tx, bob, id));

    ASSERT_TRUE(unfavourite(tx, bob, id));
    ASSERT_TRUE(unfavourite(tx, bob, id));

    EXPECT_EQ(shown_status(tx, id, bob).at("favourites_count").as_int64(), 0);
    EXPECT_FALSE(shown_status(tx, id, bob).at("favourited").as_bool());
    EXPECT_THAT(told(tx, alice), IsEmpty());
}

TEST(Favourite, OfAHiddenStatusIsNotFound) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto bob = make_person(tx, "bob");
    const auto id = make_status(tx, alice, "secret", Visibility::Direct);

    const auto refused = favourite(tx, bob, id);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().refusal, base::Refusal::NotFound);
    EXPECT_FALSE(bookmark(tx, bob, id));
    EXPECT_FALSE(unfavourite(tx, bob, id));
    EXPECT_THAT(told(tx, alice), IsEmpty());
}

TEST(Favourite, IsNotForThoseWhomOneBlocksNorIsABoost) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto bob = make_person(tx, "bob");
    const auto id = make_status(tx, alice, "hello");
    make_block(tx, bob.id, alice.id);

    EXPECT_EQ(favourite(tx, bob, id).error().refusal, base::Refusal::Forbidden);
    EXPECT_EQ(reblog(tx, bob, id, Visibility::Public).error().refusal, base::Refusal::Forbidden);

    EXPECT_TRUE(bookmark(tx, bob, id));
    EXPECT_THAT(told(tx, alice), IsEmpty());
}

TEST(Bookmark, IsForOneselfAlone) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto bob = make_person(tx, "bob");
    const auto id = make_status(tx, alice, "hello");

    ASSERT_TRUE(bookmark(tx, bob, id));

    EXPECT_TRUE(shown_status(tx, id, bob).at("bookmarked").as_bool());
    EXPECT_FALSE(shown_status(tx, id, alice).at("bookmarked").as_bool());
    EXPECT_THAT(told(tx, alice), IsEmpty());
    ASSERT_TRUE(unbookmark(tx, bob, id));
    EXPECT_FALSE(shown_status(tx, id, bob).at("bookmarked").as_bool());
}

TEST(Reblog, ShowsTheOriginalAndCountsOnce) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto bob = make_person(tx, "bob");
    const auto id = make_status(tx, alice, "hello");

    const auto boost = reblog(tx, bob, id, Visibility::Public);
    const auto again = reblog(tx, bob, id, Visibility::Public);

    ASSERT_TRUE(boost && again);
    EXPECT_EQ(*boost, *again);
    const auto shown = shown_status(tx, *boost, bob);
    EXPECT_EQ(shown.at("reblog").at("id").as_string(), base::to_string(id));
    EXPECT_EQ(shown.at("reblog").at("reblogs_count").as_int64(), 1);
    EXPECT_TRUE(shown.at("reblog").at("reblogged").as_bool());
    EXPECT_EQ(shown.at("account").at("username").as_string(), "bob");
    EXPECT_THAT(told(tx, alice), ElementsAre("reblog from bob"));
}

TEST(Reblog, OfABoostIsOfTheOriginal) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto bob = make_person(tx, "bob");
    const auto carol = make_person(tx, "carol");
    const auto id = make_status(tx, alice, "hello");
    const auto boost = reblog(tx, bob, id, Visibility::Public);
    ASSERT_TRUE(boost);

    const auto second = reblog(tx, carol, *boost, Visibility::Public);

    ASSERT_TRUE(second);
    EXPECT_EQ(shown_status(tx, *second, carol).at("reblog").at("id").as_string(), base::to_string(id));
    EXPECT_EQ(shown_status(tx, id, carol).at("reblogs_count").as_int64(), 2);
}

TEST(Reblog, KeepsPrivateThingsPrivate) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto bob = make_person(tx, "bob");
    const auto direct = make_status(tx, alice, "@bob psst", Visibility::Direct);
    const auto for_followers = make_status(tx, alice, "@bob for us", Visibility::Private);

    const auto of_direct = reblog(tx, bob, direct, Visibility::Public);
    const auto of_private = reblog(tx, bob, for_followers, Visibility::Public);
    const auto own = reblog(tx, alice, for_followers, Visibility::Public);

    EXPECT_EQ(of_direct.error().refusal, base::Refusal::Forbidden);
    EXPECT_EQ(of_private.error().refusal, base::Refusal::Forbidden);
    ASSERT_TRUE(own);
    EXPECT_EQ(shown_status(tx, *own, alice).at("visibility").as_string(), "private");
}

// As Mastodon: "Visibility is reserved".
TEST(Reblog, IsForNobodyAloneWhoIsNamed) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice"), bob = make_person(tx, "bob");
    const auto id = make_status(tx, alice, "hello"), own = make_status(tx, bob, "for us", Visibility::Private);

    const auto refused = reblog(tx, bob, id, Visibility::Direct);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().refusal, base::Refusal::Invalid);
    EXPECT_EQ(shown_status(tx, id, bob).at("reblogs_count").as_int64(), 0);

    EXPECT_TRUE(reblog(tx, bob, own, Visibility::Direct)) << "what is for followers stays so";
    const auto boost = reblog(tx, bob, id, Visibility::Unlisted), again = reblog(tx, bob, id, Visibility::Direct);
    ASSERT_TRUE(boost && again) << "it is there already";
    EXPECT_EQ(*again, *boost);
}

TEST(Reblog, TakenBackOrDeletedWithItsOriginal) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto bob = make_person(tx, "bob");
    const auto id = make_status(tx, alice, "hello");
    ASSERT_TRUE(reblog(tx, bob, id, Visibility::Public));

    ASSERT_TRUE(unreblog(tx, bob, id));
    EXPECT_EQ(shown_status(tx, id, bob).at("reblogs_count").as_int64(), 0);
    EXPECT_THAT(told(tx, alice), IsEmpty());

    const auto boost = reblog(tx, bob, id, Visibility::Public);
    ASSERT_TRUE(boost && delete_status(tx, alice, id));
    EXPECT_FALSE(is_shown(tx, *boost, bob));
    EXPECT_EQ(tx.query_integer("select statuses_count from account_stats where account_id = $1", {bob.id}), 0);
}

TEST(Context, ReadsDownTheTree) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto root = make_status(tx, alice, "root");
    const auto first = make_reply(tx, alice, root, "1");
    const auto second = make_reply(tx, alice, root, "2");
    const auto below_first = make_reply(tx, alice, first, "1.1");
    const auto lowest = make_reply(tx, alice, below_first, "1.1.1");

    const auto around_root = surroundings_of(tx, root, alice);
    const auto around_lowest = surroundings_of(tx, lowest, alice);

    EXPECT_THAT(around_root.ancestors, IsEmpty());
    EXPECT_THAT(around_root.descendants, ElementsAre(first, below_first, lowest, second));
    EXPECT_THAT(around_lowest.ancestors, ElementsAre(root, first, below_first));
    EXPECT_THAT(around_lowest.descendants, IsEmpty());
}

TEST(Context, BringsWhatPeopleAddedBeforeTheAnswersOfOthers) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx), bob = make_person(tx);
    const auto root = make_status(tx, alice, "root");
    const auto answer = make_reply(tx, bob, root, "1");
    const auto more = make_reply(tx, alice, root, "2");
    const auto thanks = make_reply(tx, alice, answer, "1.1");
    const auto even_more = make_reply(tx, alice, more, "2.1");

    EXPECT_THAT(surroundings_of(tx, root, bob).descendants, ElementsAre(more, even_more, answer, thanks));
}

TEST(Context, EndsWhereAThreadComesBackToItself) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto first = make_status(tx, alice, "1");
    const auto second = make_reply(tx, alice, first, "2");
    const auto third = make_reply(tx, alice, second, "3");
    tx.exec("update statuses set in_reply_to_id = $1 where id = $2", {second, first});

    const auto around_first = surroundings_of(tx, first, alice), around_third = surroundings_of(tx, third, alice);

    EXPECT_THAT(around_first.ancestors, ElementsAre(second));
    EXPECT_THAT(around_first.descendants, ElementsAre(second, third));
    EXPECT_THAT(around_third.ancestors, ElementsAre(first, second));
    EXPECT_THAT(around_third.descendants, IsEmpty());
}

TEST(Context, IsShorterForStrangers) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    std::vector<StatusId> chain = {make_status(tx, alice, "root")};
    for (int i = 0; i < 50; ++i) chain.push_back(make_reply(tx, alice, chain.back(), "on"));

    EXPECT_EQ(surroundings_of(tx, chain.back(), alice).ancestors.size(), 50u);
    EXPECT_EQ(surroundings_of(tx, chain.back(), accounts::anonymous()).ancestors.size(), 40u);
    EXPECT_EQ(surroundings_of(tx, chain.front(), accounts::anonymous()).descendants.size(), 20u);
}

} // namespace
} // namespace statuses
