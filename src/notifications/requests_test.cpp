#include "notifications/requests.h"

#include "notifications/groups.h"
#include "notifications/notifications.h"
#include "notifications/policy.h"
#include "notifications/requests_json.h"
#include "relationships/blocks.h"
#include "statuses/deletion.h"
#include "statuses/favourites.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

namespace notifications {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

accounts::Account make_wary_reader(db::Tx& tx) {
    auto reader = make_person(tx, "reader");
    Policy policy;
    policy.not_following = Action::Filter;
    set_policy(tx, reader.id, policy);
    return reader;
}

// A reader who hears of nobody they do not follow, and two who mention them.
class NotificationRequests : public ::testing::Test {
protected:
    std::vector<Asking> list(const http::Page& page = {}) { return page_of_requests(tx, reader.id, page); }
    std::vector<std::string> heard() {
        std::vector<std::string> found;
        for (const Row& row : page_of(tx, reader.id, {}, {})) found.push_back(row.type);
        return found;
    }
    RequestId request_of(const accounts::Account& account) {
        for (const Asking& asking : list()) {
            if (asking.from == account.id) return asking.id;
        }
        return {};
    }
    std::int64_t accept(RequestId id) { return accept_requests(tx, reader.id, std::span(&id, 1)); }
    std::int64_t dismiss_one(RequestId id) { return dismiss_requests(tx, reader.id, std::span(&id, 1)); }

    TestDb database;
    db::Tx tx = database.begin();
    accounts::Account reader = make_wary_reader(tx);
    accounts::Account bob = make_person(tx), carol = make_person(tx);
    StatusId by_bob = make_status(tx, bob, "@reader hello");
    StatusId by_carol = make_status(tx, carol, "@reader hello");
    StatusId newest = make_status(tx, bob, "@reader are you there?");
};

TEST_F(NotificationRequests, AreOneForEachPerson) {
    ASSERT_TRUE(statuses::favourite(tx, make_person(tx), make_status(tx, reader, "hello")));

    const auto all = list();

    ASSERT_THAT(all, SizeIs(2)); // Only mentions ask.
    EXPECT_EQ(all[0].from, carol.id);
    EXPECT_EQ(all[1].from, bob.id);
    EXPECT_EQ(all[1].count, 2);
    EXPECT_EQ(all[1].last_status, newest);
    EXPECT_THAT(heard(), IsEmpty());
    EXPECT_EQ(pending_of(tx, reader.id).requests, 2);
    EXPECT_EQ(pending_of(tx, reader.id).notifications, 3);
    EXPECT_EQ(pending_of(tx, bob.id).requests, 0);
}

TEST_F(NotificationRequests, ArePaged) {
    const auto all = list();

    EXPECT_EQ(list({.limit = 1}).at(0).id, all[0].id);
    EXPECT_EQ(list({.max_id = all[0].id.value, .limit = 1}).at(0).id, all[1].id);
    EXPECT_EQ(list({.min_id = all[1].id.value}).at(0).id, all[0].id);
    EXPECT_EQ(find_request(tx, reader.id, all[1].id)->count, 2);
    EXPECT_FALSE(find_request(tx, bob.id, all[1].id));
}

TEST_F(NotificationRequests, LetAPersonThrough) {
    ASSERT_TRUE(statuses::favourite(tx, bob, make_status(tx, reader, "hello")));
    const auto request = request_of(bob);

    EXPECT_EQ(accept_requests(tx, bob.id, std::span(&request, 1)), 0); // Not his to accept.
    EXPECT_EQ(accept(request), 1);
    EXPECT_EQ(accept(request), 0);

    EXPECT_THAT(heard(), ElementsAre("favourite", "mention", "mention"));
    EXPECT_THAT(page_of_groups(tx, reader.id, {}, {}), SizeIs(3));
    EXPECT_THAT(list(), SizeIs(1));
    make_status(tx, bob, "@reader and now?");
    EXPECT_THAT(heard(), SizeIs(4));
    EXPECT_THAT(list(), SizeIs(1));
}

TEST_F(NotificationRequests, ArePutAway) {
    EXPECT_EQ(dismiss_one(request_of(bob)), 1);
    EXPECT_THAT(list(), SizeIs(1));
    EXPECT_THAT(page_of(tx, reader.id, {.from = bob.id}, {}), IsEmpty());

    make_status(tx, bob, "@reader once more");
    EXPECT_EQ(list().at(0).from, bob.id);
    EXPECT_EQ(list().at(0).count, 1);
    clear(tx, reader.id);
    EXPECT_THAT(list(), IsEmpty());
}

TEST_F(NotificationRequests, GoWithWhatTheyAreAbout) {
    ASSERT_TRUE(statuses::delete_status(tx, bob, newest));
    EXPECT_EQ(list().at(1).last_status, by_bob);
    ASSERT_TRUE(statuses::delete_status(tx, bob, by_bob));
    EXPECT_THAT(list(), SizeIs(1));
    EXPECT_EQ(pending_of(tx, reader.id).requests, 1);

    tx.exec("update accounts set suspended_at = 1 where id = $1", {carol.id});
    EXPECT_THAT(list(), IsEmpty());
    EXPECT_EQ(pending_of(tx, reader.id).requests, 0);
}

TEST_F(NotificationRequests, AndWhatWasAllowedEndWithABlock) {
    accept(request_of(bob));
    ASSERT_TRUE(relationships::block(tx, reader, bob.id));
    ASSERT_TRUE(relationships::block(tx, reader, carol.id));
    EXPECT_THAT(list(), IsEmpty());
    ASSERT_TRUE(relationships::unblock(tx, reader, bob.id));

    make_status(tx, bob, "@reader hello again");

    EXPECT_THAT(heard(), IsEmpty());
    EXPECT_THAT(list(), SizeIs(1));
}

TEST_F(NotificationRequests, CostNoMoreStatementsForMore) {
    for (int i = 0; i < 40; ++i) make_status(tx, make_person(tx), "@reader hello");
    const auto show = [&](int limit) {
        return statements_of(tx, [&] {
            std::string text;
            json::Writer out(text);
            const auto all = list({.limit = limit});
            EXPECT_THAT(all, SizeIs(limit));
            write_requests(out, tx, all, reader);
        });
    };

    const auto one = show(1);

    EXPECT_EQ(show(40), one);
}

TEST_F(NotificationRequests, AreFoundByAnIndex) {
    const auto id = request_of(bob);
    const auto people = std::vector<RequestId>{id};

    EXPECT_ALL_WALK_INDEXES(tx, [&] {
        list();
        list({.min_id = 1});
        find_request(tx, reader.id, id);
        pending_of(tx, reader.id);
        accept(id);
        dismiss_requests(tx, reader.id, people);
        ask(tx, reader.id, bob.id);
        forget_request(tx, reader.id, bob.id);
        forget_requests(tx, reader.id);
    });
}

// What happens after a commit: who listens hears of nothing that is kept apart, and then that it is not any more.
TEST(NotificationRequestEvents, AreHeardWhenARequestIsAccepted) {
    TestDatabase database;
    accounts::Account reader, bob;
    database->write([&](db::Tx& tx) {
        reader = make_wary_reader(tx);
        bob = make_person(tx);
    });
    auto& events = database.world().events;
    events.listen("timeline:" + to_string(reader.id) + ":notifications");
    const auto heard = [&] {
        std::vector<std::string> names;
        for (const auto& event : events.take()) {
            if (event.channel.ends_with(":notifications")) names.push_back(event.event);
        }
        return names;
    };

    database->write([&](db::Tx& tx) { make_status(tx, bob, "@reader hello"); });
    EXPECT_THAT(heard(), IsEmpty());
    database->write([&](db::Tx& tx) {
        const auto id = page_of_requests(tx, reader.id, {}).at(0).id;
        accept_requests(tx, reader.id, std::span(&id, 1));
    });
    EXPECT_THAT(heard(), ElementsAre("notifications_merged"));
    database->write([&](db::Tx& tx) { make_status(tx, bob, "@reader hello"); });
    EXPECT_THAT(heard(), ElementsAre("notification"));
}

} // namespace
} // namespace notifications
