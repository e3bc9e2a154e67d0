#include "conversations/conversations.h"

#include "conversations/conversation_json.h"
#include "notifications/requests.h"
#include "relationships/blocks.h"
#include "relationships/mutes.h"
#include "statuses/deletion.h"
#include "statuses/edits.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace conversations {
namespace {

using statuses::Visibility;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

StatusId say(db::Tx& tx, const accounts::Account& author, const std::string& text, StatusId to = {}) {
    statuses::Draft draft;
    draft.text = text;
    draft.visibility = Visibility::Direct;
    if (to) draft.in_reply_to = to;
    return make_status(tx, author, draft);
}

// Private messages of people whom one does not follow are held back.
void befriend(db::Tx& tx, const std::vector<accounts::Account>& people) {
    for (const auto& a : people) {
        for (const auto& b : people) {
            if (a.id != b.id) make_follow(tx, a.id, b.id);
        }
    }
}

std::vector<Conversation> all(db::Tx& tx, const accounts::Account& account) { return page_of(tx, account.id, {}); }

TEST(Conversation, IsKeptByEachWhoTakesPart) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice"), bob = make_person(tx, "bob"), carol = make_person(tx, "carol");
    befriend(tx, {alice, bob, carol});
    const auto first = say(tx, alice, "@bob hello");
    const auto second = say(tx, bob, "@alice hello", first);

    ASSERT_THAT(all(tx, alice), SizeIs(1));
    EXPECT_THAT(all(tx, alice)[0].participants, ElementsAre(bob.id));
    EXPECT_EQ(all(tx, alice)[0].last_status, second);
    EXPECT_TRUE(all(tx, alice)[0].is_unread);
    ASSERT_THAT(all(tx, bob), SizeIs(1));
    EXPECT_THAT(all(tx, bob)[0].participants, ElementsAre(alice.id));
    EXPECT_FALSE(all(tx, bob)[0].is_unread);
    EXPECT_THAT(all(tx, carol), IsEmpty());
}

TEST(Conversation, IsAnotherOneWithMorePeopleOrInAnotherThread) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice"), bob = make_person(tx, "bob");
    make_person(tx, "carol");
    befriend(tx, {alice, bob});
    const auto first = say(tx, alice, "@bob hello");
    const auto wider = say(tx, alice, "@bob @carol hello", first);
    const auto other = say(tx, alice, "@bob something else");

    EXPECT_THAT(all(tx, alice), SizeIs(3));
    EXPECT_THAT(all(tx, bob), SizeIs(3));
    EXPECT_EQ(all(tx, bob)[0].last_status, other);
    EXPECT_EQ(all(tx, bob)[1].last_status, wider);
    EXPECT_THAT(all(tx, bob)[1].participants, SizeIs(2));
}

TEST(Conversation, WithNobodyElseIsWithOneself) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    say(tx, alice, "buy milk");
    make_status(tx, alice, "for all");

    ASSERT_THAT(all(tx, alice), SizeIs(1));
    std::string text;
    json::Writer out(text);
    write_conversations(out, tx, all(tx, alice), alice);
    const auto written = json::parse(text)->at(0);
    EXPECT_EQ(written.at("accounts").at(0).at("username"), "alice");
    EXPECT_FALSE(written.at("unread").as_bool());
}

TEST(Conversation, DoesNotReachWhoHearsNothingOfTheAuthor) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto muting = make_person(tx, "muting"), quiet = make_person(tx, "quiet"),
               blocking = make_person(tx, "blocking");
    befriend(tx, {alice, muting, quiet, blocking});
    ASSERT_TRUE(relationships::mute(tx, muting, alice.id));
    ASSERT_TRUE(relationships::mute(tx, quiet, alice.id, {.hides_notifications = false}));
    ASSERT_TRUE(relationships::block(tx, blocking, alice.id));

    say(tx, alice, "@muting @quiet @blocking hello");

    EXPECT_THAT(all(tx, muting), IsEmpty());
    EXPECT_THAT(all(tx, quiet), SizeIs(1));
    EXPECT_THAT(all(tx, blocking), IsEmpty());
}

TEST(Conversation, ReachesWhoIsMentionedByAnEdit) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice"), bob = make_person(tx, "bob"), carol = make_person(tx, "carol");
    befriend(tx, {alice, bob, carol});
    const auto status = say(tx, alice, "@bob hello");

    statuses::Edit edit;
    edit.text = "@bob @carol hello";
    ASSERT_TRUE(statuses::edit(tx, alice, status, edit));

    EXPECT_THAT(all(tx, alice), SizeIs(1));
    EXPECT_THAT(all(tx, bob), SizeIs(1));
    ASSERT_THAT(all(tx, carol), SizeIs(1));
    EXPECT_TRUE(all(tx, carol)[0].is_unread);
    EXPECT_THAT(all(tx, carol)[0].participants, testing::UnorderedElementsAre(alice.id, bob.id));
}

TEST(Conversation, WithAStrangerBeginsWhenTheyAreLetIn) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice"), bob = make_person(tx, "bob");
    say(tx, alice, "@bob hello");
    const auto second = say(tx, alice, "@bob are you there?");
    EXPECT_THAT(all(tx, alice), SizeIs(2));
    EXPECT_THAT(all(tx, bob), IsEmpty());

    const auto requests = notifications::page_of_requests(tx, bob.id, {});
    ASSERT_THAT(requests, SizeIs(1));
    notifications::accept_requests(tx, bob.id, std::vector{requests[0].id});

    ASSERT_THAT(all(tx, bob), SizeIs(2));
    EXPECT_EQ(all(tx, bob)[0].last_status, second);
    EXPECT_TRUE(all(tx, bob)[0].is_unread);
}

TEST(Conversation, EndsWithWhatIsLeft) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice"), bob = make_person(tx, "bob");
    befriend(tx, {alice, bob});
    const auto first = say(tx, alice, "@bob hello");
    const auto second = say(tx, bob, "@alice hello", first);

    ASSERT_TRUE(statuses::delete_status(tx, bob, second));
    EXPECT_EQ(all(tx, alice)[0].last_status, first);
    ASSERT_TRUE(statuses::delete_status(tx, alice, first));
    EXPECT_THAT(all(tx, alice), IsEmpty());
    EXPECT_THAT(all(tx, bob), IsEmpty());
}

TEST(Conversation, GoesWithABlock) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice"), bob = make_person(tx, "bob");
    make_person(tx, "carol");
    befriend(tx, {alice, bob});
    say(tx, alice, "@bob hello");
    say(tx, alice, "@carol hello");

    ASSERT_TRUE(relationships::block(tx, alice, bob.id));

    EXPECT_THAT(all(tx, alice), SizeIs(1));
    EXPECT_THAT(all(tx, bob), SizeIs(1));
}

TEST(Conversation, IsReadUnreadAndDeletedByItsOwnerOnly) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice"), bob = make_person(tx, "bob");
    befriend(tx, {alice, bob});
    const auto status = say(tx, alice, "@bob hello");
    const auto id = all(tx, bob)[0].id;

    EXPECT_EQ(mark(tx, alice.id, id, false).error().refusal, base::Refusal::NotFound);
    EXPECT_EQ(remove(tx, alice.id, id).error().refusal, base::Refusal::NotFound);
    ASSERT_TRUE(mark(tx, bob.id, id, false));
    EXPECT_FALSE(find(tx, bob.id, id)->is_unread);
    ASSERT_TRUE(mark(tx, bob.id, id, true));
    EXPECT_TRUE(find(tx, bob.id, id)->is_unread);
    ASSERT_TRUE(remove(tx, bob.id, id));
    EXPECT_THAT(all(tx, bob), IsEmpty());
    EXPECT_THAT(all(tx, alice), SizeIs(1));
    EXPECT_TRUE(is_shown(tx, status, bob));
}

TEST(Conversation, IsToldToThoseWhoListen) {
    TestDatabase database;
    accounts::Account alice, bob;
    database->write([&](db::Tx& tx) {
        alice = make_person(tx, "alice");
        bob = make_person(tx, "bob");
        befriend(tx, {alice, bob});
    });
    database.world().events.take();
    database.world().events.listen("timeline:direct:" + to_string(bob.id));

    database->write([&](db::Tx& tx) { say(tx, alice, "@bob hello"); });

    const auto events = database.world().events.take();
    ASSERT_THAT(events, SizeIs(1));
    EXPECT_EQ(events[0].event, "conversation");
    const auto payload = json::parse(*events[0].payload).value();
    EXPECT_TRUE(payload.at("unread").as_bool());
    EXPECT_EQ(payload.at("last_status").at("visibility"), "direct");
    EXPECT_EQ(payload.at("accounts").at(0).at("username"), "alice");
}

TEST(Conversation, IsToldToItsReadersOtherDevicesWhenItIsRead) {
    TestDatabase database;
    accounts::Account alice, bob;
    database->write([&](db::Tx& tx) {
        alice = make_person(tx, "alice");
        bob = make_person(tx, "bob");
        befriend(tx, {alice, bob});
        say(tx, alice, "@bob hello");
    });
    database.world().events.take();
    const auto told_when_marked = [&](bool is_unread) {
        database->write([&](db::Tx& tx) { EXPECT_TRUE(mark(tx, bob.id, all(tx, bob).at(0).id, is_unread)); });
        std::vector<std::string> told;
        for (const auto& event : database.world().events.take()) {
            const auto unread = json::parse(*event.payload).value().at("unread").as_bool();
            told.push_back(event.channel + (unread ? " unread" : " read"));
        }
        return told;
    };
    const std::string channel = "timeline:direct:" + to_string(bob.id);

    EXPECT_THAT(told_when_marked(false), ElementsAre(channel + " read"));
    EXPECT_THAT(told_when_marked(false), IsEmpty());
    EXPECT_THAT(told_when_marked(true), ElementsAre(channel + " unread"));
}

TEST(Conversations, ArePagedByTheirLastStatusInTheSameNumberOfStatements) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    std::vector<StatusId> said;
    for (int i = 0; i < 40; ++i) {
        const auto other = make_person(tx);
        said.push_back(say(tx, alice, "@" + other.username + " hello"));
    }
    const auto write = [&](int limit) {
        std::string text;
        json::Writer out(text);
        write_conversations(out, tx, page_of(tx, alice.id, {.limit = limit}), alice);
    };

    EXPECT_EQ(page_of(tx, alice.id, {.max_id = said[5].value, .limit = 2})[0].last_status, said[4]);
    EXPECT_EQ(page_of(tx, alice.id, {.min_id = said[5].value, .limit = 1})[0].last_status, said[6]);
    EXPECT_EQ(statements_of(tx, [&] { write(40); }), statements_of(tx, [&] { write(1); }));
    EXPECT_ALL_WALK_INDEXES(tx, [&] { (void)page_of(tx, alice.id, {}); });
    EXPECT_ALL_WALK_INDEXES(tx, [&] { (void)page_of(tx, alice.id, {.min_id = 1}); });
    EXPECT_THAT(whole_table_steps(tx, [&] { (void)statuses::delete_status(tx, alice, said[0]); }), IsEmpty());
}

} // namespace
} // namespace conversations
