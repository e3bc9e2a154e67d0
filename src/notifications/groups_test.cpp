#include "notifications/groups.h"

#include "notifications/groups_json.h"
#include "notifications/notifications.h"
#include "relationships/blocks.h"
#include "relationships/follows.h"
#include "relationships/mutes.h"
#include "statuses/deletion.h"
#include "statuses/favourites.h"
#include "statuses/reblogs.h"
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
using ::testing::SizeIs;

// A reader with a post, and people who do something about it.
class NotificationGroups : public ::testing::Test {
protected:
    accounts::Account favourite(StatusId status) {
        auto fan = make_person(tx);
        EXPECT_TRUE(statuses::favourite(tx, fan, status));
        return fan;
    }
    std::vector<Group> list(const GroupFilter& filter = {}, const http::Page& page = {}) {
        return page_of_groups(tx, reader.id, filter, page);
    }
    // "favourite 3" for each group, newest first.
    std::vector<std::string> lines(const GroupFilter& filter = {}, const http::Page& page = {}) {
        std::vector<std::string> found;
        for (const Group& group : list(filter, page))
            found.push_back(group.row.type + " " + std::to_string(group.size));
        return found;
    }
    json::Value entity(const std::vector<Group>& groups, Expand expand = Expand::Full) {
        std::string text;
        json::Writer out(text);
        write_groups(out, tx, groups, reader, expand);
        return json::parse(text).value();
    }

    TestDb database;
    db::Tx tx = database.begin();
    accounts::Account reader = make_person(tx, "reader");
    StatusId post = make_status(tx, reader, "hello");
};

TEST_F(NotificationGroups, TellTheSameThingTogether) {
    const auto other = make_status(tx, reader, "other");
    favourite(post);
    const auto booster = make_person(tx);
    ASSERT_TRUE(statuses::reblog(tx, booster, post, statuses::Visibility::Public));
    favourite(other);
    favourite(post);
    for (int i = 0; i < 2; ++i) ASSERT_TRUE(relationships::follow(tx, make_person(tx), reader.id));
    for (int i = 0; i < 2; ++i) make_status(tx, booster, "@reader hello");

    EXPECT_THAT(lines(), ElementsAre("mention 1", "mention 1", "follow 2", "favourite 2", "favourite 1", "reblog 1"));
    EXPECT_THAT(lines({.filter = {}, .grouped = {}}), SizeIs(8));
}

TEST_F(NotificationGroups, HaveMastodonsKeys) {
    favourite(post);
    make_status(tx, make_person(tx), "@reader hello");
    ASSERT_TRUE(relationships::follow(tx, make_person(tx), reader.id));
    const auto hour = std::to_string(kTestTime.time_since_epoch() / std::chrono::hours(1));

    const auto groups = list();

    ASSERT_THAT(groups, SizeIs(3));
    EXPECT_EQ(groups[0].key, "follow-" + hour);
    EXPECT_EQ(groups[1].key, "ungrouped-" + to_string(groups[1].row.id));
    EXPECT_EQ(groups[2].key, "favourite-" + to_string(post) + "-" + hour);
}

TEST_F(NotificationGroups, KnowTheirNewestPeople) {
    std::vector<AccountId> fans;
    for (int i = 0; i < 10; ++i) fans.insert(fans.begin(), favourite(post).id);
    fans.resize(8);

    const auto groups = list();

    ASSERT_THAT(groups, SizeIs(1));
    EXPECT_EQ(groups[0].size, 10);
    EXPECT_EQ(groups[0].samples, fans);
    EXPECT_EQ(groups[0].newest, groups[0].row.id);
}

TEST_F(NotificationGroups, KnowTheirNewestPeopleWhoAreHeardAmongManyWhoAreNot) {
    std::vector<AccountId> fans;
    for (int i = 0; i < 30; ++i) fans.insert(fans.begin(), favourite(post).id);
    for (std::size_t i = 1; i < 20; ++i) {
        tx.exec("insert into mutes (id, account_id, target_account_id, created_at) values ($1, $2, $3, 0)",
                {tx.new_id(), reader.id, fans[i]});
    }
    fans.erase(fans.begin() + 1, fans.begin() + 20);
    fans.resize(8);

    EXPECT_EQ(list().at(0).samples, fans);
}

TEST_F(NotificationGroups, LoseWhoTakesItBack) {
    const auto first = favourite(post), second = favourite(post), third = favourite(post);

    ASSERT_TRUE(statuses::unfavourite(tx, third, post));
    EXPECT_THAT(list().at(0).samples, ElementsAre(second.id, first.id));
    EXPECT_THAT(lines(), ElementsAre("favourite 2"));

    ASSERT_TRUE(relationships::block(tx, reader, first.id));
    EXPECT_THAT(lines(), ElementsAre("favourite 1"));

    ASSERT_TRUE(statuses::unfavourite(tx, second, post));
    EXPECT_THAT(lines(), IsEmpty());

    favourite(post);
    favourite(post);
    EXPECT_THAT(lines(), ElementsAre("favourite 2"));
    dismiss(tx, reader.id, page_of(tx, reader.id, {}, {}).at(0).id);
    EXPECT_THAT(lines(), ElementsAre("favourite 1"));
    ASSERT_TRUE(statuses::delete_status(tx, reader, post));
    EXPECT_THAT(lines(), IsEmpty());
}

TEST_F(NotificationGroups, LeaveOutWhoIsNotHeard) {
    const auto first = favourite(post), second = favourite(post);
    const auto hide = [&](AccountId id) {
        tx.exec("insert into mutes (id, account_id, target_account_id, created_at) values ($1, $2, $3, 0)",
                {tx.new_id(), reader.id, id});
    };

    hide(second.id);
    EXPECT_THAT(list().at(0).samples, ElementsAre(first.id));
    EXPECT_THAT(members_of(tx, reader.id, list().at(0).key, {}), SizeIs(1));
    KindSet favourites;
    favourites.add(Kind::Favourite);
    EXPECT_THAT(lines({.filter = {.kinds = favourites}}), SizeIs(1));
    EXPECT_THAT(lines({.filter = {.kinds = favourites}, .grouped = {}}), SizeIs(1));

    hide(first.id);
    EXPECT_THAT(lines(), IsEmpty());
    EXPECT_THAT(lines({.filter = {.kinds = favourites}}), IsEmpty());
    EXPECT_EQ(count_unread_groups(tx, reader.id, {}, 10), 0);
}

TEST_F(NotificationGroups, ArePagedByTheirNewest) {
    std::vector<StatusId> posts;
    for (int i = 0; i < 4; ++i) posts.push_back(make_status(tx, reader, "post"));
    for (int round = 0; round < 3; ++round) {
        for (const auto status : posts) favourite(status);
    }
    const auto all = list();
    ASSERT_THAT(all, SizeIs(4));

    const auto first = list({}, {.limit = 2});
    const auto second = list({}, {.max_id = first[1].row.id.value, .limit = 2});
    const auto third = list({}, {.max_id = second[1].row.id.value, .limit = 2});
    const auto back = list({}, {.min_id = second[1].row.id.value, .limit = 2});

    EXPECT_EQ(first[0].key, all[0].key);
    EXPECT_EQ(second[0].key, all[2].key);
    EXPECT_EQ(second[1].key, all[3].key);
    EXPECT_THAT(third, IsEmpty());
    ASSERT_THAT(back, SizeIs(2));
    EXPECT_EQ(back[0].key, all[1].key);
    EXPECT_EQ(back[1].key, all[2].key);
    EXPECT_EQ(first[0].page_min_id, first[0].row.id); // Its older ones lie beyond this full page.
    EXPECT_LT(all[0].page_min_id, all[0].row.id);     // And within one that reaches to the end.
}

TEST_F(NotificationGroups, AreFoundByTheirKey) {
    const auto fan = favourite(post);
    const auto newest = favourite(post);
    const auto key = list().at(0).key;
    const auto other = make_person(tx);

    const auto group = find_group(tx, reader.id, key);
    const auto single = find_group(tx, reader.id, "ungrouped-" + to_string(group->newest));

    ASSERT_TRUE(group);
    EXPECT_EQ(group->size, 2);
    EXPECT_THAT(group->samples, ElementsAre(newest.id, fan.id));
    EXPECT_FALSE(group->page_min_id);
    ASSERT_TRUE(single);
    EXPECT_EQ(single->size, 1);
    EXPECT_FALSE(find_group(tx, other.id, key));
    EXPECT_FALSE(find_group(tx, reader.id, "ungrouped-"));
    EXPECT_FALSE(find_group(tx, reader.id, "favourite-"));
    const auto members = members_of(tx, reader.id, key, {.limit = 1});
    ASSERT_THAT(members, SizeIs(1));
    EXPECT_EQ(members_of(tx, reader.id, key, {.max_id = members[0].id.value}).at(0).from, fan.id);

    dismiss_group(tx, other.id, key);
    EXPECT_THAT(lines(), SizeIs(1));
    dismiss_group(tx, reader.id, key);
    EXPECT_THAT(lines(), IsEmpty());
}

TEST_F(NotificationGroups, AreWrittenWithWhatIsInThemOnce) {
    const auto fan = favourite(post), second = favourite(post);
    ASSERT_TRUE(statuses::reblog(tx, fan, post, statuses::Visibility::Public));

    const auto full = entity(list());
    const auto partial = entity(list(), Expand::PartialAvatars);

    EXPECT_THAT(full.at("accounts").as_array(), SizeIs(2));
    EXPECT_THAT(full.at("statuses").as_array(), SizeIs(1));
    EXPECT_FALSE(full.as_object().contains("partial_accounts"));
    const auto& group = full.at("notification_groups").at(1);
    EXPECT_EQ(group.at("notifications_count"), 2);
    EXPECT_TRUE(group.at("most_recent_notification_id").is_int64());
    EXPECT_EQ(group.at("page_max_id").as_string(), std::to_string(group.at("most_recent_notification_id").as_int64()));
    EXPECT_EQ(group.at("status_id").as_string(), to_string(post));
    EXPECT_EQ(group.at("sample_account_ids"),
              (json::Array{json::Value(to_string(second.id)), json::Value(to_string(fan.id))}));
    EXPECT_THAT(partial.at("accounts").as_array(), SizeIs(2)); // Each is the first of a group.
    EXPECT_THAT(partial.at("partial_accounts").as_array(), IsEmpty());
}

TEST_F(NotificationGroups, ArePartlyExpandedWhenAskedTo) {
    const auto fan = favourite(post), second = favourite(post);

    const auto partial = entity(list(), Expand::PartialAvatars);

    ASSERT_THAT(partial.at("partial_accounts").as_array(), SizeIs(1));
    EXPECT_EQ(partial.at("accounts").at(0).at("id").as_string(), to_string(second.id));
    EXPECT_EQ(partial.at("partial_accounts").at(0).at("id").as_string(), to_string(fan.id));
    EXPECT_EQ(partial.at("partial_accounts").at(0).at("url").as_string(), "https://akebono.test/@" + fan.username);
}

TEST_F(NotificationGroups, GoWhenTheirStatusIsNoLongerForTheReader) {
    const auto sender = make_person(tx);
    make_status(tx, sender, "@reader hello");
    const auto groups = list();
    ASSERT_THAT(entity(groups).at("notification_groups").as_array(), SizeIs(1));

    make_block(tx, sender.id, reader.id);

    EXPECT_THAT(entity(groups).at("notification_groups").as_array(), IsEmpty());
    EXPECT_THAT(entity(groups).at("accounts").as_array(), IsEmpty());
}

TEST_F(NotificationGroups, CountWhatIsNewerThanTheMarker) {
    favourite(post);
    favourite(post);
    make_status(tx, make_person(tx), "@reader hello");
    const auto groups = list();
    EXPECT_EQ(count_unread_groups(tx, reader.id, {}, 10), 2);
    EXPECT_EQ(count_unread_groups(tx, reader.id, {.filter = {}, .grouped = {}}, 10), 3);
    EXPECT_EQ(count_unread_groups(tx, reader.id, {}, 1), 1);

    tx.exec(R"(insert into markers (account_id, timeline, last_read_id, version, updated_at)
               values ($1, 'notifications', $2, 1, 0))", {reader.id, groups[1].newest});

    EXPECT_EQ(count_unread_groups(tx, reader.id, {}, 10), 1);
}

TEST_F(NotificationGroups, CostNoMoreStatementsForMore) {
    std::vector<StatusId> posts;
    for (int i = 0; i < 40; ++i) posts.push_back(make_status(tx, reader, "post"));
    for (const auto status : posts) {
        favourite(status);
        favourite(status);
    }
    const auto show = [&](int limit) {
        return statements_of(tx, [&] { entity(list({}, {.limit = limit}), Expand::PartialAvatars); });
    };

    const auto one = show(1);
    ASSERT_THAT(list({}, {.limit = 40}), SizeIs(40));

    EXPECT_EQ(show(40), one);
}

TEST_F(NotificationGroups, AreFoundByAnIndex) {
    favourite(post);
    favourite(post);
    const auto key = list().at(0).key;
    KindSet some;
    some.add(Kind::Favourite);

    for (const GroupFilter& filter : {GroupFilter{},
                                      {.filter = {}, .grouped = some},
                                      {.filter = {.kinds = some}},
                                      {.filter = {.from = reader.id}}}) {
        EXPECT_ALL_WALK_INDEXES(tx, [&] {
            list(filter);
            list(filter, {.min_id = 1});
        });
    }
    EXPECT_ALL_WALK_INDEXES(tx, [&] {
        find_group(tx, reader.id, key);
        members_of(tx, reader.id, key, {});
        members_of(tx, reader.id, "ungrouped-1", {});
        dismiss_group(tx, reader.id, key);
    });
}

// A page reads only rows that may be on it: not the other thousand of the group, nor other kinds, nor other readers'.
TEST_F(NotificationGroups, AreWalkedWithoutTheRestOfTheirMembers) {
    tx.exec(R"(
        insert into notifications (id, account_id, type, from_account_id, group_key, is_group_head, created_at)
        with recursive numbers (number) as (select 1 union all select number + 1 from numbers where number < 10000)
        select number, case when number % 10 < 2 then $1 else $2 end,
               case when number % 10 = 0 then 'favourite' else 'mention' end, $3,
               case when number % 10 = 0 then 'favourite-1-1' end, number % 10 <> 0 or number = 10000, 0
        from numbers)", {reader.id, make_person(tx).id, make_person(tx).id});
    if (tests_run_on_postgresql()) tx.script("analyze notifications"); // It plans by what it knows to be there.
    KindSet some;
    some.add(Kind::Favourite);
    const auto plan = [&](const GroupFilter& filter) { return plans_of(tx, [&] { list(filter); }).at(0).text; };

    EXPECT_THAT(plan({}), HasSubstr("notifications_heads"));
    EXPECT_THAT(plan({.filter = {}, .grouped = {}}), HasSubstr("notifications_listed"));
    EXPECT_THAT(plan({.filter = {.kinds = some}}), HasSubstr("notifications_by_type"));
    EXPECT_THAT(plan({.filter = {.from = reader.id}}), HasSubstr("notifications_by_from"));
}

} // namespace
} // namespace notifications
