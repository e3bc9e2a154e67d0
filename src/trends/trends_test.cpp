#include "trends/trends.h"
#include "trends/trends_jobs.h"

#include "cards/cards.h"
#include "statuses/favourites.h"
#include "statuses/visibility.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trends {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::int64_t> ids(db::Tx& tx, Kind kind) {
    std::vector<std::int64_t> found;
    for (const auto& trend : find(tx, kind, 20, 0)) found.push_back(trend.id);
    return found;
}

void refresh(db::Tx& tx) { keep(tx, look(tx)); }

void favour(db::Tx& tx, StatusId status, int count) { tx.exec(R"(
        insert into status_stats (status_id, favourites_count) values ($1, $2)
        on conflict (status_id) do update set favourites_count = $2)", {status, count}); }

accounts::Account make_open(db::Tx& tx) {
    auto person = make_person(tx);
    tx.exec("update accounts set is_discoverable = true where id = $1", {person.id});
    return person;
}

TEST(Trends, ScoreWhatSurprises) {
    EXPECT_EQ(score_of(4, 0), 0);
    EXPECT_EQ(score_of(5, 0), 16);
    EXPECT_EQ(score_of(10, 10), 0);
    EXPECT_EQ(score_of(20, 10), 10);
    EXPECT_DOUBLE_EQ(decayed(8, 2h, 1h), 2);
}

TEST(Trends, AreTagsThatManyUseToday) {
    TestDatabase database;
    database->write([](db::Tx& tx) { // Uses are counted at its end.
        for (int i = 0; i < 6; ++i) make_status(tx, make_person(tx), i < 5 ? "#many #few" : "#many");
        const auto alone = make_person(tx);
        for (int i = 0; i < 9; ++i) make_status(tx, alone, "#shout");
    });
    db::Tx tx = database->begin(db::Access::Write);

    refresh(tx);

    const auto many = tx.query_integer("select id from tags where name = 'many'").value();
    const auto few = tx.query_integer("select id from tags where name = 'few'").value();
    EXPECT_THAT(ids(tx, Kind::Tags), ElementsAre(many, few));
}

TEST(Trends, ArePostsThatManyLike) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_open(tx), shy = make_person(tx), limited = make_open(tx);
    tx.exec("update accounts set silenced_at = 1 where id = $1", {limited.id});
    const auto post = [&](const accounts::Account& author, statuses::Draft draft, int likes) {
        draft.text = "x";
        const auto id = make_status(tx, author, draft);
        favour(tx, id, likes);
        return id;
    };
    statuses::Draft sensitive, unlisted, warned, answer;
    sensitive.sensitive = true;
    unlisted.visibility = statuses::Visibility::Unlisted;
    warned.spoiler_text = "careful";
    const auto good = post(alice, {}, 6), better = post(alice, {}, 60);
    answer.in_reply_to = good;
    post(alice, {}, 4);
    post(alice, sensitive, 50);
    post(alice, unlisted, 50);
    post(alice, warned, 50);
    post(alice, answer, 50);
    post(shy, {}, 50);
    post(limited, {}, 50);

    refresh(tx);

    EXPECT_THAT(ids(tx, Kind::Statuses), ElementsAre(better.value, good.value));
}

TEST(Trends, AreLinksThatManyPost) {
    db::Tx tx = TestDb().begin();
    for (int i = 0; i < 5; ++i) make_status(tx, make_person(tx), "https://news.example.org/a");
    make_status(tx, make_person(tx), "https://news.example.org/b");
    const auto card =
        cards::CardId{tx.query_integer("select card_id from statuses_cards order by status_id limit 1").value()};
    refresh(tx);
    EXPECT_THAT(ids(tx, Kind::Links), IsEmpty()) << "nothing is known of the page";
    cards::Card said;
    said.title = "The news";
    keep_card(tx, card, said);

    refresh(tx);

    const auto links = find(tx, Kind::Links, 10, 0);
    ASSERT_EQ(links.size(), 1U);
    const auto history = json::parse(links[0].history).value();
    EXPECT_EQ(history.as_array().size(), 7U);
    EXPECT_EQ(history.at(0).at("accounts"), "5");
}

TEST(Trends, FadeAndGo) {
    TestDatabase database;
    database->write([](db::Tx& tx) { favour(tx, make_status(tx, make_open(tx), "x"), 5); });
    const auto found = [&] {
        refresh_trends(jobs::Arguments({}), *database);
        std::size_t count = 0;
        database->read([&](db::Tx& tx) { count = ids(tx, Kind::Statuses).size(); });
        return count;
    };

    EXPECT_EQ(found(), 1U);
    database.world().clock.advance(7h);
    EXPECT_EQ(found(), 0U);
}

TEST(Trends, AreReadByIndex) {
    db::Tx tx = TestDb().begin();

    EXPECT_ALL_WALK_INDEXES(tx, [&] { (void)find(tx, Kind::Statuses, 20, 0); });
}

} // namespace
} // namespace trends
