#include "statuses/conversation_mutes.h"

#include "statuses/favourites.h"
#include "statuses/reblogs.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/status_builders.h"
#include "support/test_db.h"
#include "timelines/home.h"

#include <gmock/gmock.h>

namespace statuses {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

bool says_muted(db::Tx& tx, StatusId id, const accounts::Account& viewer) {
    return shown_status(tx, id, viewer).at("muted").as_bool();
}

TEST(ConversationMutes, KeepNotificationsAboutAllOfItAway) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto bob = make_person(tx, "bob");
    const auto root = make_status(tx, alice, "root");
    const auto answer = make_reply(tx, bob, root, "answer");
    const auto other = make_status(tx, alice, "other");

    ASSERT_TRUE(mute_conversation(tx, alice, answer));
    ASSERT_TRUE(mute_conversation(tx, alice, root)); // The same one.
    make_reply(tx, bob, answer, "@alice again");
    ASSERT_TRUE(favourite(tx, bob, root));
    ASSERT_TRUE(reblog(tx, bob, root, Visibility::Public));
    EXPECT_THAT(told(tx, alice), IsEmpty());
    ASSERT_TRUE(favourite(tx, bob, other));
    EXPECT_THAT(told(tx, alice), ElementsAre("favourite from bob"));

    ASSERT_TRUE(unmute_conversation(tx, alice, root));
    make_reply(tx, bob, answer, "@alice once more");
    EXPECT_THAT(told(tx, alice), ElementsAre("favourite from bob", "mention from bob"));
}

TEST(ConversationMutes, AreOnesOwnAndShown) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto bob = make_person(tx, "bob");
    const auto root = make_status(tx, alice, "root");
    const auto answer = make_reply(tx, bob, root, "@alice answer");
    const auto boost = *reblog(tx, bob, root, Visibility::Public);
    ASSERT_TRUE(mute_conversation(tx, alice, boost));

    EXPECT_TRUE(says_muted(tx, root, alice));
    EXPECT_TRUE(says_muted(tx, answer, alice));
    EXPECT_TRUE(says_muted(tx, boost, alice));
    EXPECT_FALSE(says_muted(tx, root, bob));
    ASSERT_TRUE(favourite(tx, alice, answer));
    EXPECT_THAT(told(tx, bob), ElementsAre("favourite from alice"));
}

TEST(ConversationMutes, LeaveTheHomeTimelineAlone) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto bob = make_person(tx);
    make_follow(tx, alice.id, bob.id);
    const auto root = make_status(tx, bob, "root");
    ASSERT_TRUE(mute_conversation(tx, alice, root));

    EXPECT_THAT(timelines::home_page(tx, alice.id, {}), Contains(root));
}

TEST(ConversationMutes, AreSaidLiveToWhoeverMadeThem) {
    TestDatabase database;
    accounts::Account author, reader, other;
    StatusId root;
    database->write([&](db::Tx& tx) {
        author = make_person(tx);
        reader = make_person(tx);
        other = make_person(tx);
        for (const auto* follower : {&reader, &other}) make_follow(tx, follower->id, author.id);
        root = make_status(tx, author, "root");
        ASSERT_TRUE(mute_conversation(tx, reader, root));
    });
    for (const auto* follower : {&reader, &other}) {
        database.world().events.listen("timeline:" + to_string(follower->id));
    }
    database.world().events.take();

    database->write([&](db::Tx& tx) { make_reply(tx, author, root, "and more"); });

    const auto events = database.world().events.take();
    ASSERT_EQ(events.size(), 2u);
    for (const auto& event : events) {
        EXPECT_EQ(json::parse(*event.payload)->at("muted").as_bool(),
                  event.channel == "timeline:" + to_string(reader.id));
    }
}

TEST(ConversationMutes, OfWhatOneMayNotSeeAreNone) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto bob = make_person(tx);
    const auto secret = make_status(tx, alice, "secret", Visibility::Direct);

    EXPECT_FALSE(mute_conversation(tx, bob, secret));
    EXPECT_FALSE(unmute_conversation(tx, bob, secret));
    EXPECT_FALSE(mute_conversation(tx, bob, StatusId{1}));
}

} // namespace
} // namespace statuses
