#include "notifications/notifications.h"

#include "notifications/list.h"
#include "notifications/notification_json.h"
#include "relationships/blocks.h"
#include "relationships/follows.h"
#include "relationships/mutes.h"
#include "statuses/favourites.h"
#include "support/builders.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

namespace notifications {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> types_of(const std::vector<Row>& rows) {
    std::vector<std::string> types;
    for (const Row& row : rows) types.push_back(row.type);
    return types;
}

TEST(Notifications, ReachNobodyWhoHidesTheSender) {
    db::Tx tx = TestDb().begin();
    const auto reader = make_person(tx, "reader");
    const auto muted = make_person(tx, "muted");
    const auto quietly = make_person(tx, "quietly");
    const auto blocked = make_person(tx, "blocked");
    const auto blocking = make_person(tx, "blocking");
    ASSERT_TRUE(relationships::mute(tx, reader, muted.id));
    ASSERT_TRUE(relationships::mute(tx, reader, quietly.id, {.hides_notifications = false}));
    ASSERT_TRUE(relationships::block(tx, reader, blocked.id));
    ASSERT_TRUE(relationships::block(tx, blocking, reader.id));

    for (const auto& sender : {muted, quietly, blocked, blocking, reader}) {
        notify(tx, {.to = reader.id, .kind = Kind::Follow, .from = sender.id});
    }

    EXPECT_THAT(told(tx, reader), ElementsAre("follow from quietly"));
}

TEST(Notifications, TellTheSameOnce) {
    db::Tx tx = TestDb().begin();
    const auto reader = make_person(tx, "reader");
    const auto sender = make_person(tx, "sender");
    const Notice notice{.to = reader.id, .kind = Kind::Follow, .from = sender.id};

    notify(tx, notice);
    notify(tx, notice);
    EXPECT_THAT(told(tx, reader), ElementsAre("follow from sender"));

    withdraw(tx, notice);
    EXPECT_THAT(told(tx, reader), IsEmpty());
}

TEST(Notifications, AreListedByTypeAndSender) {
    db::Tx tx = TestDb().begin();
    const auto reader = make_person(tx, "reader");
    const auto bob = make_person(tx, "bob");
    const auto carol = make_person(tx, "carol");
    const auto post = make_status(tx, reader, "hello");
    ASSERT_TRUE(relationships::follow(tx, bob, reader.id));
    ASSERT_TRUE(statuses::favourite(tx, bob, post));
    ASSERT_TRUE(statuses::favourite(tx, carol, post));
    const auto list = [&](const Filter& filter) { return types_of(page_of(tx, reader.id, filter, {})); };

    EXPECT_THAT(list({}), ElementsAre("favourite", "favourite", "follow"));
    EXPECT_THAT(list({.types = {"follow"}, .exclude_types = {}}), ElementsAre("follow"));
    EXPECT_THAT(list({.types = {}, .exclude_types = {"favourite", "x'"}}), ElementsAre("follow"));
    EXPECT_THAT(list({.types = {}, .exclude_types = {}, .from = carol.id}), ElementsAre("favourite"));
    EXPECT_EQ(count_unread(tx, reader.id, {}, 2), 2);
    EXPECT_EQ(count_unread(tx, reader.id, {}, 100), 3);
}

TEST(Notifications, GoWhenTheirStatusIsNoLongerForTheReader) {
    db::Tx tx = TestDb().begin();
    const auto reader = make_person(tx, "reader");
    const auto sender = make_person(tx, "sender");
    make_status(tx, sender, "@reader hello");
    const auto rows = page_of(tx, reader.id, {}, {});
    ASSERT_EQ(rows.size(), 1u);
    const auto written = [&] {
        std::string text;
        json::Writer out(text);
        write_notifications(out, tx, rows, reader);
        return json::parse(text)->get_array().size();
    };
    EXPECT_EQ(written(), 1u);

    tx.exec("update accounts set suspended_at = $2 where id = $1", {sender.id, tx.now()});

    EXPECT_EQ(written(), 0u);
}

} // namespace
} // namespace notifications
