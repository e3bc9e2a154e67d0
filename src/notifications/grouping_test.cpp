#include "notifications/grouping.h"

#include "notifications/groups.h"
#include "notifications/notifications.h"
#include "notifications/senders.h"
#include "statuses/favourites.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

#include <thread>

namespace notifications {
namespace {

using namespace std::chrono_literals;

// The sizes of the reader's groups, newest first.
std::vector<std::int64_t> sizes(TestDatabase& database, AccountId reader) {
    std::vector<std::int64_t> found;
    database->read([&](db::Tx& tx) {
        for (const Group& group : page_of_groups(tx, reader, {}, {})) found.push_back(group.size);
    });
    return found;
}

struct Setting {
    Setting() {
        database->write([&](db::Tx& tx) {
            reader = make_person(tx, "reader");
            post = make_status(tx, reader, "hello");
            for (int i = 0; i < 16; ++i) fans.push_back(make_person(tx));
        });
    }
    void favourite(std::size_t fan) {
        database->write([&](db::Tx& tx) { ASSERT_TRUE(statuses::favourite(tx, fans[fan], post)); });
    }

    TestDatabase database;
    accounts::Account reader;
    StatusId post;
    std::vector<accounts::Account> fans;
};

TEST(NotificationGrouping, EndsAfterTwelveHours) {
    Setting setting;
    auto& clock = setting.database.world().clock;
    clock.set(base::Time(std::chrono::floor<std::chrono::hours>(kTestTime)));

    setting.favourite(0);
    clock.advance(12h - 1ms);
    setting.favourite(1);
    EXPECT_THAT(sizes(setting.database, setting.reader.id), testing::ElementsAre(2));

    clock.advance(1ms);
    setting.favourite(2);
    setting.favourite(3);
    EXPECT_THAT(sizes(setting.database, setting.reader.id), testing::ElementsAre(2, 2));
}

TEST(NotificationGrouping, KeepsCountWhenAllComeAtOnce) {
    Setting setting;
    std::vector<std::thread> threads;
    for (std::size_t thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&, thread] {
            for (std::size_t i = 0; i < 4; ++i) setting.favourite(thread * 4 + i);
        });
    }
    for (auto& thread : threads) thread.join();

    EXPECT_THAT(sizes(setting.database, setting.reader.id), testing::ElementsAre(16));
}

TEST(NotificationGrouping, TakesRowsThatComeOutOfOrder) {
    db::Tx tx = TestDb().begin();
    const auto reader = make_person(tx);
    const auto post = make_status(tx, reader, "hello");
    const Notice notice{.to = reader.id, .kind = Kind::Favourite, .from = make_person(tx).id, .status = post};
    notify(tx, notice);

    const auto sender =
        find_sender(tx, {.to = reader.id, .kind = Kind::Favourite, .from = make_person(tx).id, .status = post});
    ASSERT_TRUE(sender);
    const auto late = take_place(tx, Kind::Favourite, post, sender->newest_head, NotificationId{1});

    EXPECT_FALSE(late.is_head);
    EXPECT_EQ(page_of_groups(tx, reader.id, {}, {}).at(0).size, 2);
}

TEST(NotificationGrouping, LooksAtNothingButItsGroup) {
    db::Tx tx = TestDb().begin();
    const auto reader = make_person(tx);
    const auto post = make_status(tx, reader, "hello");
    const std::vector<std::string> keys = {"favourite-1-2"};
    const auto fan = make_person(tx).id, other_fan = make_person(tx).id;

    const auto somebody = make_person(tx);
    EXPECT_ALL_WALK_INDEXES(tx, [&] {
        notify(tx, {.to = reader.id, .kind = Kind::Favourite, .from = fan, .status = post});
        notify(tx, {.to = reader.id, .kind = Kind::Favourite, .from = other_fan, .status = post});
        notify(tx, {.to = reader.id, .kind = Kind::Follow, .from = fan});
        mend_groups(tx, reader.id, keys);
        forget(tx, reader.id, somebody.id);
        withdraw(tx, {.to = reader.id, .kind = Kind::Favourite, .from = reader.id, .status = post});
    });
}

} // namespace
} // namespace notifications
