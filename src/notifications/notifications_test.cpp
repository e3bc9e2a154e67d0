#include "notifications/notifications.h"

#include "auth/users.h"
#include "notifications/list.h"
#include "notifications/notification_json.h"
#include "relationships/blocks.h"
#include "relationships/follows.h"
#include "relationships/mutes.h"
#include "statuses/favourites.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

namespace notifications {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> types_of(const std::vector<Row>& rows) {
    std::vector<std::string> types;
    for (const Row& row : rows) types.push_back(row.type);
    return types;
}

KindSet kinds(std::initializer_list<Kind> some) {
    KindSet set;
    for (const Kind kind : some) set.add(kind);
    return set;
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

TEST(Notifications, OfWhoIsSuspendedAreNotGiven) {
    db::Tx tx = TestDb().begin();
    const auto reader = make_person(tx, "reader"), author = make_person(tx, "author");
    const auto status = make_status(tx, author, "a");
    tx.exec("update accounts set suspended_at = $2 where id = $1", {author.id, tx.now()});

    notify(tx, {.to = reader.id, .kind = Kind::Update, .from = author.id, .status = status});

    EXPECT_THAT(told(tx, reader), ElementsAre());
}

TEST(Notifications, OfMentionsThatInvolveSomebodyHiddenAreNotGiven) {
    db::Tx tx = TestDb().begin();
    const auto reader = make_person(tx, "reader");
    const auto friendly = make_person(tx, "friendly");
    const auto staff = make_user(tx, {.username = "staff", .role = accounts::Role::Moderator}).account;
    const auto blocked = make_person(tx, "blocked");
    const auto muted = make_person(tx, "muted");
    const auto quietly = make_person(tx, "quietly");
    const auto by_blocked = make_status(tx, blocked, "hello");
    ASSERT_TRUE(relationships::block(tx, reader, blocked.id));
    ASSERT_TRUE(relationships::mute(tx, reader, muted.id));
    ASSERT_TRUE(relationships::mute(tx, reader, quietly.id, {.hides_notifications = false}));

    make_status(tx, friendly, "@reader do you know @blocked?");
    make_status(tx, friendly, "@reader do you know @muted?");
    make_reply(tx, friendly, by_blocked, "@reader would say no");
    EXPECT_THAT(told(tx, reader), IsEmpty());

    make_status(tx, friendly, "@reader do you know @quietly?");
    make_status(tx, staff, "@reader and @blocked, please be kind");
    EXPECT_THAT(told(tx, reader), ElementsAre("mention from friendly", "mention from staff"));
    EXPECT_THAT(told(tx, blocked), ElementsAre("mention from friendly", "mention from staff"));
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

TEST(Notifications, OfAnEditTakeThePlaceOfTheOneBefore) {
    db::Tx tx = TestDb().begin();
    const auto reader = make_person(tx, "reader");
    const auto author = make_person(tx, "author");
    const Notice notice{
        .to = reader.id, .kind = Kind::Update, .from = author.id, .status = make_status(tx, author, "a")};

    notify(tx, notice);
    const auto first = page_of(tx, reader.id, {}, {});
    notify(tx, notice);
    const auto second = page_of(tx, reader.id, {}, {});

    ASSERT_EQ(second.size(), 1u);
    EXPECT_GT(second[0].id, first.at(0).id);
}

TEST(Notifications, TellTheStaffOfNewPeopleOnce) {
    db::Tx tx = TestDb().begin();
    const auto moderator = make_user(tx, {.role = accounts::Role::Moderator}).account;
    const auto owner = make_user(tx, {.role = accounts::Role::Owner}).account;
    const auto reader = make_person(tx);
    const auto waiting = make_user(tx, {.username = "newbie", .is_confirmed = false, .is_approved = false});

    auth::approve(tx, waiting.id);
    EXPECT_THAT(told(tx, owner), IsEmpty());
    auth::confirm(tx, waiting.id);
    auth::approve(tx, waiting.id);

    EXPECT_THAT(told(tx, moderator), ElementsAre("admin.sign_up from newbie"));
    EXPECT_THAT(told(tx, owner), ElementsAre("admin.sign_up from newbie"));
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
    EXPECT_THAT(list({.kinds = kinds({Kind::Follow})}), ElementsAre("follow"));
    EXPECT_THAT(list({.kinds = kinds({Kind::Follow, Kind::Favourite})}),
                ElementsAre("favourite", "favourite", "follow"));
    EXPECT_THAT(list({.kinds = {}}), IsEmpty());
    EXPECT_THAT(list({.from = carol.id}), ElementsAre("favourite"));
    EXPECT_THAT(list({.kinds = kinds({Kind::Follow}), .from = carol.id}), IsEmpty());
    EXPECT_EQ(count_unread(tx, reader.id, {}, 2), 2);
    EXPECT_EQ(count_unread(tx, reader.id, {}, 100), 3);
}

// Not among all that the same person has ever told.
TEST(Notifications, ThatWereToldBeforeAreFoundByTheirStatus) {
    db::Tx tx = TestDb().begin();
    const auto reader = make_person(tx), fan = make_person(tx);
    tx.exec(R"(
        insert into notifications (id, account_id, type, from_account_id, status_id, created_at)
        with recursive numbers (number) as (select 1 union all select number + 1 from numbers where number < 2000)
        select number, $1, 'mention', $2, $3, 0 from numbers)", {reader.id, fan.id, make_status(tx, fan, "hello")});
    const auto post = make_status(tx, reader, "hello");
    if (tests_run_on_postgresql()) tx.script("analyze notifications"); // It plans by what it knows to be there.

    const auto plans = plans_of(tx, [&] {
        const Notice notice{.to = reader.id, .kind = Kind::Favourite, .from = fan.id, .status = post};
        notify(tx, notice);
        withdraw(tx, notice);
    });

    std::string all;
    for (const auto& plan : plans) all += plan.text;
    EXPECT_THAT(all, HasSubstr("notifications_by_status"));
    EXPECT_THAT(all, Not(HasSubstr("notifications_by_from")));
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

TEST(Notifications, CostNoMoreStatementsForMore) {
    db::Tx tx = TestDb().begin();
    const auto reader = make_person(tx, "reader");
    for (int i = 0; i < 40; ++i) {
        const auto sender = make_person(tx);
        make_status(tx, sender, "@reader hello #" + sender.username);
    }
    const auto show = [&](int limit) {
        return statements_of(tx, [&] {
            std::string text;
            json::Writer out(text);
            const auto rows = page_of(tx, reader.id, {}, {.limit = limit});
            EXPECT_EQ(rows.size(), static_cast<std::size_t>(limit));
            write_notifications(out, tx, rows, reader);
        });
    };

    const auto one = show(1);

    EXPECT_EQ(show(40), one);
}

// Every page that can be asked for.
std::vector<Filter> all_filters(AccountId from) {
    return {{}, {.kinds = kinds({Kind::Mention, Kind::Follow})}, {.includes_filtered = true}, {.from = from}};
}

TEST(Notifications, AreFoundByAnIndex) {
    db::Tx tx = TestDb().begin();
    const auto reader = make_person(tx);

    for (const Filter& filter : all_filters(make_person(tx).id)) {
        EXPECT_ALL_WALK_INDEXES(tx, [&] {
            page_of(tx, reader.id, filter, {});
            page_of(tx, reader.id, filter, {.min_id = 1});
        });
    }
}

TEST(Notifications, ArePagedTheSameWhateverIsAskedFor) {
    db::Tx tx = TestDb().begin();
    const auto reader = make_person(tx);
    const auto post = make_status(tx, reader, "hello");
    const auto fan = make_person(tx);
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(statuses::favourite(tx, make_person(tx), post));
        make_status(tx, fan, "@" + reader.username);
    }
    const auto all = page_of(tx, reader.id, {}, {});
    ASSERT_EQ(all.size(), 6u);

    for (const Filter& filter :
         {Filter{}, Filter{.kinds = kinds({Kind::Mention, Kind::Favourite})}, Filter{.includes_filtered = true}}) {
        const auto ids = [&](const http::Page& page) {
            std::vector<NotificationId> found;
            for (const Row& row : page_of(tx, reader.id, filter, page)) found.push_back(row.id);
            return found;
        };
        EXPECT_THAT(ids({.limit = 2}), ElementsAre(all[0].id, all[1].id));
        EXPECT_THAT(ids({.max_id = all[1].id.value, .limit = 2}), ElementsAre(all[2].id, all[3].id));
        EXPECT_THAT(ids({.since_id = all[4].id.value, .limit = 2}), ElementsAre(all[0].id, all[1].id));
        EXPECT_THAT(ids({.min_id = all[4].id.value, .limit = 2}), ElementsAre(all[2].id, all[3].id));
    }
}

} // namespace
} // namespace notifications
