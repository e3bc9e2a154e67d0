#include "tags/tags.h"

#include "relationships/follows.h"
#include "statuses/deletion.h"
#include "statuses/edits.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/status_builders.h"
#include "support/test_db.h"
#include "tags/featured.h"
#include "tags/follows.h"
#include "tags/history.h"
#include "tags/tag_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tags {
namespace {

using statuses::Visibility;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

Tag make_tag(db::Tx& tx, std::string_view name) { return ensure_tag(tx, named(name)); }

json::Array entities(db::Tx& tx, const std::vector<TagId>& ids, const accounts::Account& viewer) {
    std::string text;
    json::Writer out(text);
    write_tags(out, tx, ids, viewer);
    return json::parse(text).value().as_array();
}

json::Value day(const char* number, const char* accounts, const char* uses) {
    return {{"day", number}, {"accounts", accounts}, {"uses", uses}};
}

TEST(Tags, AreOneForAllSpellings) {
    db::Tx tx = TestDb().begin();

    const Tag first = make_tag(tx, "Café"), second = make_tag(tx, "CAFE");

    EXPECT_EQ(first.id, second.id);
    EXPECT_EQ(second.display_name, "Café");
    EXPECT_EQ(second.name, "cafe");
    EXPECT_EQ(find_tag(tx, "tea"), std::nullopt);
    for (const char* wrong : {"", "2024", "a b", "#tea", "a-b", "🐱"}) EXPECT_EQ(named(wrong).name, "") << wrong;
}

// Seven days and more, on each of which somebody writes; ends on the eighth day at 03:04 UTC.
struct Week {
    Week() {
        database->write([&](db::Tx& tx) {
            alice = make_person(tx, "alice");
            bob = make_person(tx, "bob");
        });
        post(alice, "#東京");
        pass(std::chrono::days(7));
        post(alice, "#東京");
        post(bob, "#東京 #駅");
    }
    void post(const accounts::Account& author, const std::string& text, Visibility visibility = Visibility::Public) {
        database->write([&](db::Tx& tx) { last = make_status(tx, author, text, visibility); });
    }
    void pass(std::chrono::milliseconds time) { database.world().clock.advance(time); }
    json::Array history() {
        json::Array days;
        database->read(
            [&](db::Tx& tx) { days = entities(tx, {find_tag(tx, "東京")->id}, alice).at(0).at("history").as_array(); });
        return days;
    }
    TestDatabase database;
    accounts::Account alice, bob;
    StatusId last;
};

TEST(TagHistory, CountsThePublicUsesOfSevenDays) {
    Week week;
    week.pass(std::chrono::days(1));
    week.post(week.alice, "#東京 again #東京");
    week.post(week.alice, "#東京 once more");
    week.post(week.bob, "#東京 quietly", Visibility::Unlisted);
    week.post(week.bob, "#東京 for friends", Visibility::Private);

    const auto days = week.history();

    ASSERT_THAT(days, SizeIs(7));
    EXPECT_EQ(days.at(0), day("1704844800", "1", "2"));
    EXPECT_EQ(days.at(1), day("1704758400", "2", "2"));
    EXPECT_EQ(days.at(2), day("1704672000", "0", "0"));
    EXPECT_EQ(days.at(6), day("1704326400", "0", "0")); // The first post is eight days old.
}

TEST(TagHistory, KeepsWhatWasDeletedAndLeavesOutLimitedPeople) {
    Week week;
    week.database->write([&](db::Tx& tx) {
        ASSERT_TRUE(statuses::delete_status(tx, week.bob, week.last));
        tx.exec("update accounts set silenced_at = $2 where id = $1", {week.alice.id, tx.now()});
    });
    week.alice.is_limited = true;
    week.post(week.alice, "#東京");

    EXPECT_EQ(week.history().at(0), day("1704758400", "2", "2"));
}

TEST(TagHistory, IsForgottenAfterTwoWeeks) {
    Week week;
    const auto rows = [&](const std::string& table) {
        std::int64_t count = 0;
        week.database->read([&](db::Tx& tx) { count = *tx.query_integer("select count(*) from " + table); });
        return count;
    };
    const auto clean = [&](int limit) {
        bool has_more = false;
        week.database->write([&](db::Tx& tx) { has_more = delete_old_history(tx, limit); });
        return has_more;
    };

    EXPECT_FALSE(clean(100));
    EXPECT_EQ(rows("tag_days"), 3);
    EXPECT_EQ(rows("tag_day_accounts"), 3); // Today's.
    week.pass(std::chrono::days(7));
    EXPECT_TRUE(clean(1));
    EXPECT_FALSE(clean(100));
    EXPECT_EQ(rows("tag_days"), 2);
    EXPECT_EQ(rows("tag_day_accounts"), 0);
    week.pass(std::chrono::days(7));
    EXPECT_FALSE(clean(100));
    EXPECT_EQ(rows("tag_days"), 0);
}

TEST(TagEntity, SaysWhatTheViewerFollowsAndShows) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account;
    const Tag tokyo = make_tag(tx, "東京"), tea = make_tag(tx, "tea");
    follow_tag(tx, alice.id, tokyo.id);
    follow_tag(tx, alice.id, tokyo.id);
    ASSERT_TRUE(feature_tag(tx, alice.id, tea));

    const auto seen = entities(tx, {tea.id, tokyo.id, TagId{1}}, alice);

    ASSERT_THAT(seen, SizeIs(2));
    EXPECT_EQ(seen.at(0).at("name"), "tea");
    EXPECT_EQ(seen.at(1).at("url"), "https://akebono.test/tags/%E6%9D%B1%E4%BA%AC");
    EXPECT_EQ(seen.at(0).at("following"), false);
    EXPECT_EQ(seen.at(0).at("featuring"), true);
    EXPECT_EQ(seen.at(1).at("following"), true);
    EXPECT_EQ(seen.at(1).at("featuring"), false);
    unfollow_tag(tx, alice.id, tokyo.id);
    unfollow_tag(tx, alice.id, tokyo.id);
    EXPECT_EQ(entities(tx, {tokyo.id}, alice).at(0).at("following"), false);
    EXPECT_FALSE(entities(tx, {tokyo.id}, accounts::anonymous()).at(0).as_object().contains("following"));
}

TEST(TagEntity, TakesAsManyStatementsForManyAsForOne) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account;
    std::vector<TagId> tags;
    for (int i = 0; i < 40; ++i) tags.push_back(make_tag(tx, "tag" + std::to_string(i)).id);

    EXPECT_EQ(statements_of(tx, [&] { entities(tx, {tags.front()}, alice); }), 3);
    EXPECT_EQ(statements_of(tx, [&] { entities(tx, tags, alice); }), 3);
    EXPECT_THAT(whole_table_steps(tx, [&] { entities(tx, tags, alice); }), IsEmpty());
}

std::vector<TagId> tags_of(const std::vector<FollowedTag>& followed) {
    std::vector<TagId> ids;
    for (const auto& one : followed) ids.push_back(one.tag);
    return ids;
}

TEST(FollowedTags, ArePagedByTheFollow) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account.id, bob = make_user(tx).account.id;
    std::vector<TagId> t;
    for (const char* name : {"a", "b", "c", "d"}) {
        t.push_back(make_tag(tx, name).id);
        follow_tag(tx, alice, t.back());
    }
    const auto page = [&](const http::Page& wanted) { return tags_of(followed_tags(tx, alice, wanted)); };
    const auto all = followed_tags(tx, alice, {});

    EXPECT_THAT(page({.limit = 2}), ElementsAre(t[3], t[2]));
    EXPECT_THAT(page({.max_id = all.at(1).id, .limit = 2}), ElementsAre(t[1], t[0]));
    EXPECT_THAT(page({.min_id = all.at(3).id, .limit = 2}), ElementsAre(t[2], t[1]));
    EXPECT_THAT(followed_tags(tx, bob, {}), IsEmpty());
}

// "tea 2 2024-01-02" for each tag that somebody shows.
std::vector<std::string> shown(db::Tx& tx, const accounts::Account& account) {
    std::vector<std::string> lines;
    for (const auto& featured : featured_tags(tx, account.id)) {
        std::string text;
        json::Writer out(text);
        write_featured_tag(out, tx.config(), account, featured);
        const auto entity = json::parse(text).value();
        const auto& date = entity.at("last_status_at");
        lines.push_back(std::string(entity.at("name").as_string()) + " "
                        + std::string(entity.at("statuses_count").as_string()) + " "
                        + (date.is_null() ? "never" : std::string(date.as_string())));
    }
    return lines;
}

TEST(FeaturedTags, CountTheirOwnersOpenPosts) {
    TestDatabase database;
    accounts::Account alice, bob;
    StatusId first, second;
    database->write([&](db::Tx& tx) {
        alice = make_person(tx, "alice");
        bob = make_person(tx, "bob");
        first = make_status(tx, alice, "#Tea");
        make_status(tx, alice, "#tea for friends", Visibility::Private);
        make_status(tx, bob, "#tea");
        ASSERT_TRUE(feature_tag(tx, alice.id, *find_tag(tx, "tea")));
        ASSERT_TRUE(feature_tag(tx, alice.id, *find_tag(tx, "tea")));
        ASSERT_TRUE(feature_tag(tx, alice.id, make_tag(tx, "cake")));
    });
    const auto now_shown = [&] {
        std::vector<std::string> lines;
        database->read([&](db::Tx& tx) { lines = shown(tx, alice); });
        return lines;
    };
    EXPECT_THAT(now_shown(), ElementsAre("Tea 1 2024-01-02", "cake 0 never"));

    database.world().clock.advance(std::chrono::days(1));
    database->write([&](db::Tx& tx) {
        second = make_status(tx, alice, "#tea #cake", Visibility::Unlisted);
        make_status(tx, alice, "#cake for friends", Visibility::Private);
        make_status(tx, bob, "#cake");
    });
    EXPECT_THAT(now_shown(), ElementsAre("Tea 2 2024-01-03", "cake 1 2024-01-03"));

    statuses::Edit edit;
    edit.text = "only #cake";
    database->write([&](db::Tx& tx) { ASSERT_TRUE(statuses::edit(tx, alice, first, edit)); });
    EXPECT_THAT(now_shown(), ElementsAre("cake 2 2024-01-03", "Tea 1 2024-01-03"));

    database->write([&](db::Tx& tx) { ASSERT_TRUE(statuses::delete_status(tx, alice, second)); });
    EXPECT_THAT(now_shown(), ElementsAre("cake 1 2024-01-02", "Tea 0 never"));
}

TEST(FeaturedTags, AreTenAtMostAndTheirOwnersAlone) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account.id, bob = make_user(tx).account.id;
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(feature_tag(tx, alice, make_tag(tx, "tag" + std::to_string(i))));
    const auto first = featured_tags(tx, alice).front();

    EXPECT_EQ(feature_tag(tx, alice, make_tag(tx, "more")).error().refusal, base::Refusal::Invalid);
    EXPECT_TRUE(feature_tag(tx, alice, first.tag)); // There already.
    EXPECT_EQ(delete_featured_tag(tx, bob, first.id).error().refusal, base::Refusal::NotFound);
    EXPECT_TRUE(delete_featured_tag(tx, alice, first.id));
    EXPECT_EQ(delete_featured_tag(tx, alice, first.id).error().refusal, base::Refusal::NotFound);
    EXPECT_TRUE(feature_tag(tx, alice, make_tag(tx, "more")));
    unfeature_tag(tx, alice, make_tag(tx, "more").id);
    unfeature_tag(tx, alice, make_tag(tx, "never").id);
    EXPECT_THAT(featured_tags(tx, alice), SizeIs(9));
}

TEST(FeaturedTags, AreSuggestedFromWhatOneWritesMost) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice"), bob = make_person(tx, "bob");
    make_status(tx, alice, "#tea #cake");
    make_status(tx, alice, "#tea #coffee");
    make_status(tx, alice, "#cake #tea");
    make_status(tx, bob, "#milk");
    ASSERT_TRUE(feature_tag(tx, alice.id, *find_tag(tx, "tea")));

    EXPECT_THAT(suggested_tags(tx, alice.id), ElementsAre(find_tag(tx, "cake")->id, find_tag(tx, "coffee")->id));
}

TEST(Tags, WalkIndexes) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto post = make_status(tx, alice, "#tea #cake");
    const Tag tea = *find_tag(tx, "tea");

    EXPECT_THAT(whole_table_steps(tx,
                                  [&] {
                                      follow_tag(tx, alice.id, tea.id);
                                      (void)followed_tags(tx, alice.id, {});
                                      (void)followed_tags(tx, alice.id, {.min_id = 1});
                                      (void)all_followed_tags(tx, alice.id);
                                      unfollow_tag(tx, alice.id, tea.id);
                                      (void)feature_tag(tx, alice.id, tea);
                                      (void)featured_tags(tx, alice.id);
                                      count_featured(tx, post);
                                      uncount_featured(tx, post);
                                      unfeature_tag(tx, alice.id, tea.id);
                                      (void)suggested_tags(tx, alice.id);
                                      count_uses(tx, post, alice.id);
                                      (void)histories(tx, std::vector{tea.id});
                                      (void)delete_old_history(tx, 10);
                                  }),
                IsEmpty());
}

} // namespace
} // namespace tags
