#include "instance/announcements.h"

#include "instance/announcement_json.h"
#include "instance/announcements_jobs.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

namespace instance {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> shown(db::Tx& tx, AccountId reader = {}, bool with_dismissed = false) {
    std::vector<std::string> texts;
    for (const auto& one : shown_announcements(tx, reader, with_dismissed)) texts.push_back(one.text);
    return texts;
}

json::Array entities(db::Tx& tx, AccountId reader) {
    std::string text;
    json::Writer out(text);
    write_announcements(out, tx, shown_announcements(tx, reader, true), reader);
    return json::parse(text)->as_array();
}

std::vector<std::string> reactions(db::Tx& tx, AnnouncementId id, AccountId reader) {
    std::vector<std::string> lines;
    auto by_announcement = reactions_of(tx, std::span(&id, 1), reader);
    for (const auto& one : by_announcement[id]) {
        lines.push_back(one.name + " " + std::to_string(one.count) + (one.is_own ? " own" : ""));
    }
    return lines;
}

TEST(Announcements, AreShownInTheirTime) {
    TestDatabase database;
    const auto at = [&](auto after) {
        std::vector<std::string> texts;
        database.world().clock.set(kTestTime + after);
        database->read([&](db::Tx& tx) { texts = shown(tx); });
        return texts;
    };
    const auto day = std::chrono::floor<std::chrono::days>(kTestTime);
    database->write([&](db::Tx& tx) {
        ASSERT_TRUE(announce(tx, {.text = "always"}));
        ASSERT_TRUE(announce(tx, {.text = "later", .starts_at = kTestTime + 1h, .ends_at = kTestTime + 2h}));
        ASSERT_TRUE(announce(tx, {.text = "today", .ends_at = day, .is_all_day = true}));
    });

    EXPECT_THAT(at(0s), ElementsAre("always", "today"));
    EXPECT_THAT(at(1h), ElementsAre("always", "today", "later"));
    EXPECT_THAT(at(2h), ElementsAre("always", "today"));
    EXPECT_THAT(at(24h), ElementsAre("always"));
}

TEST(Announcements, RefuseWhatMakesNoSense) {
    db::Tx tx = TestDb().begin();

    EXPECT_FALSE(announce(tx, {.text = " "}));
    EXPECT_FALSE(announce(tx, {.text = std::string(kAnnouncementCharacters + 1, 'a')}));
    EXPECT_FALSE(announce(tx, {.text = "a", .ends_at = tx.now()}));
    EXPECT_FALSE(announce(tx, {.text = "a", .starts_at = tx.now() + 2h, .ends_at = tx.now() + 1h}));
    EXPECT_FALSE(announce(tx, {.text = "a", .is_all_day = true}));
    EXPECT_FALSE(delete_announcement(tx, AnnouncementId{1}));
}

TEST(Announcements, AreDismissedByEachReader) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account.id, bob = make_user(tx).account.id;
    const auto id = *announce(tx, {.text = "hello"});

    ASSERT_TRUE(dismiss(tx, id, alice));
    ASSERT_TRUE(dismiss(tx, id, alice));

    EXPECT_THAT(shown(tx, alice), IsEmpty());
    EXPECT_THAT(shown(tx, alice, true), ElementsAre("hello"));
    EXPECT_THAT(shown(tx, bob), ElementsAre("hello"));
    EXPECT_TRUE(entities(tx, alice).at(0).at("read").as_bool());
    EXPECT_FALSE(dismiss(tx, AnnouncementId{1}, alice));
}

TEST(Announcements, TellTheirLinksAndHashtags) {
    db::Tx tx = TestDb().begin();
    ASSERT_TRUE(announce(tx, {.text = "See https://example.com/ #東京 <b>"}));

    const auto entity = entities(tx, {}).at(0);

    EXPECT_THAT(std::string(entity.at("content").as_string()), testing::HasSubstr("href=\"https://example.com/\""));
    EXPECT_THAT(std::string(entity.at("content").as_string()), testing::HasSubstr("&lt;b&gt;"));
    EXPECT_EQ(entity.at("tags").as_array().at(0).at("name"), "東京");
    EXPECT_TRUE(entity.at("starts_at").is_null());
}

TEST(Reactions, AreCountedByEmoji) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account.id, bob = make_user(tx).account.id;
    tx.exec(
        "insert into custom_emojis (id, shortcode, url, static_url) values (1, 'blob', 'https://a.test/b', 'https://a.test/s')");
    const auto id = *announce(tx, {.text = "hello"});

    ASSERT_TRUE(react(tx, id, alice, "👍"));
    ASSERT_TRUE(react(tx, id, alice, "👍"));
    ASSERT_TRUE(react(tx, id, bob, "👍"));
    ASSERT_TRUE(react(tx, id, bob, "blob"));
    EXPECT_FALSE(react(tx, id, bob, "unknown"));
    EXPECT_FALSE(react(tx, id, bob, "x"));
    EXPECT_FALSE(react(tx, AnnouncementId{1}, bob, "👍"));

    EXPECT_THAT(reactions(tx, id, alice), testing::UnorderedElementsAre("👍 2 own", "blob 1"));
    EXPECT_TRUE(unreact(tx, id, alice, "👍"));
    EXPECT_FALSE(unreact(tx, id, alice, "👍"));
    EXPECT_FALSE(unreact(tx, id, alice, "blob"));
    EXPECT_THAT(reactions(tx, id, alice), testing::UnorderedElementsAre("👍 1", "blob 1"));
}

TEST(Reactions, AreOfEightKindsAtMost) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account.id, bob = make_user(tx).account.id;
    const auto id = *announce(tx, {.text = "hello"});
    for (const auto* emoji : {"😀", "😁", "😂", "😃", "😄", "😅", "😆", "😇"}) ASSERT_TRUE(react(tx, id, alice, emoji));

    EXPECT_FALSE(react(tx, id, bob, "👍"));
    EXPECT_TRUE(react(tx, id, bob, "😇"));
}

TEST(Announcements, ReachThoseWhoListen) {
    TestDatabase database;
    auto& events = database.world().events;
    accounts::Account alice;
    AnnouncementId id;
    database->write([&](db::Tx& tx) {
        alice = make_user(tx).account;
        id = *announce(tx, {.text = "hello"});
        EXPECT_THAT(waiting_jobs(tx), ElementsAre("publish_announcement"));
    });
    events.take();
    events.listen("timeline:" + to_string(alice.id));
    const jobs::Arguments arguments({{"id", id.value}});
    const auto heard = [&](const std::function<void(db::Tx&)>& work) {
        database->write(work);
        std::vector<std::string> lines;
        for (const auto& event : events.take()) lines.push_back(event.event + " " + *event.payload);
        return lines;
    };

    EXPECT_THAT(heard([&](db::Tx& tx) { publish_announcement(arguments, tx); }),
                ElementsAre(testing::StartsWith("announcement {\"id\":\"")));
    EXPECT_THAT(heard([&](db::Tx& tx) { (void)react(tx, id, alice.id, "👍"); }),
                ElementsAre("announcement.reaction {\"name\":\"👍\",\"count\":1,\"me\":false,\"announcement_id\":\""
                            + to_string(id) + "\"}"));
    EXPECT_THAT(heard([&](db::Tx& tx) { (void)unreact(tx, id, alice.id, "👍"); }),
                ElementsAre(testing::HasSubstr("\"count\":0")));
    EXPECT_THAT(heard([&](db::Tx& tx) {
                    ASSERT_TRUE(delete_announcement(tx, id));
                    withdraw_announcement(arguments, tx);
                    publish_announcement(arguments, tx); // Too late.
                }),
                ElementsAre("announcement.delete " + to_string(id)));
}

TEST(Announcements, CostTheSameForAnyNumber) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_user(tx).account.id;
    ASSERT_TRUE(announce(tx, {.text = "hello"}));
    const auto list = [&] { entities(tx, alice); };
    const int for_one = statements_of(tx, list);
    for (int i = 0; i < 39; ++i) ASSERT_TRUE(react(tx, *announce(tx, {.text = "hello"}), alice, "👍"));

    EXPECT_EQ(statements_of(tx, list), for_one);
    EXPECT_ALL_WALK_INDEXES(tx, [&] { shown_announcements(tx, alice, true); });
    EXPECT_THAT(whole_table_steps(tx, list), IsEmpty());
}

} // namespace
} // namespace instance
