// What filters do to the posts that their owner reads.
#include "filters/contents.h"
#include "filters/stream_filter.h"
#include "statuses/reblogs.h"
#include "statuses/status_json.h"
#include "support/builders.h"
#include "support/status_builders.h"
#include "support/test_db.h"
#include "timelines/home.h"

#include <gmock/gmock.h>

namespace filters {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

FilterId make_filter(db::Tx& tx, const accounts::Account& owner, const std::string& keyword,
                     const std::string& action = "warn") {
    const auto id = *create_filter(
        tx, owner.id, {.title = keyword, .contexts = {{"home", "public"}}, .action = action, .lifetime = {}});
    EXPECT_TRUE(add_keyword(tx, owner.id, id, {.id = {}, .keyword = keyword, .is_whole_word = {}}));
    return id;
}

std::vector<std::string> titles(const json::Value& status) {
    std::vector<std::string> found;
    for (const auto& result : status.at("filtered").as_array()) {
        found.emplace_back(result.at("filter").at("title").as_string());
    }
    return found;
}

std::vector<std::string> met(db::Tx& tx, const accounts::Account& reader, StatusId id) {
    return titles(shown_status(tx, id, reader));
}

TEST(Filtered, TellsTheirOwnerAlone) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx), bob = make_person(tx);
    make_filter(tx, alice, "goal");
    const auto status = make_status(tx, bob, "What a GOAL!");

    EXPECT_THAT(met(tx, alice, status), ElementsAre("goal"));
    EXPECT_THAT(met(tx, bob, status), IsEmpty());
    EXPECT_FALSE(shown_status(tx, status, accounts::anonymous()).as_object().contains("filtered"));
}

TEST(Filtered, LooksAtWarningsOptionsAndText) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx), bob = make_person(tx);
    for (const auto* keyword : {"warning", "うどん", "fish & chips"}) make_filter(tx, alice, keyword);
    statuses::Draft draft;
    draft.text = "Lunch: fish & chips";
    draft.spoiler_text = "A warning";
    draft.poll = {.options = {"うどん", "そば"}, .expires_in = std::chrono::hours(1)};

    EXPECT_THAT(met(tx, alice, make_status(tx, bob, draft)), ElementsAre("warning", "うどん", "fish & chips"));
}

TEST(Filtered, LooksAtWhatOneReadsOfRemotePosts) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    for (const auto* keyword : {"href", "fish & chips", "split"}) make_filter(tx, alice, keyword);
    const auto status = make_status(tx, make_person(tx), "x");
    tx.exec(
        "update statuses set is_local = false, uri = 'https://remote.test/1', text = 'href', content = $2 where id = $1",
        {status, "<p><a href=\"https://remote.test/\">fish &amp; chips</a> sp<b>li</b>t</p>"});

    EXPECT_THAT(met(tx, alice, status), ElementsAre("fish & chips", "split"));
}

TEST(Filtered, GoesForBoostsAsForTheirOriginals) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx), bob = make_person(tx), carol = make_person(tx);
    make_filter(tx, alice, "goal");
    const auto other =
        *create_filter(tx, alice.id, {.title = "one", .contexts = {{"home"}}, .action = {}, .lifetime = {}});
    const auto original = make_status(tx, bob, "A goal");
    ASSERT_TRUE(filter_status(tx, alice, other, original));
    const auto boost = *statuses::reblog(tx, carol, original, statuses::Visibility::Public);

    const auto shown = shown_status(tx, boost, alice);

    EXPECT_THAT(titles(shown), ElementsAre("goal", "one"));
    EXPECT_THAT(titles(shown.at("reblog")), ElementsAre("goal", "one"));
    EXPECT_EQ(shown.at("filtered").as_array().at(1).at("status_matches").as_array().at(0).as_string(),
              to_string(original));
}

// Apps leave out what "hide" names, where the filter is for: the server leaves nothing out.
TEST(Filtered, LeavesNothingOut) {
    TestDb database;
    db::Tx tx = database.begin();
    const auto alice = make_person(tx), bob = make_person(tx);
    make_follow(tx, alice.id, bob.id);
    make_filter(tx, alice, "goal", "hide");
    const auto status = make_status(tx, bob, "A goal");
    tx.context().feeds.drop(alice.id);

    EXPECT_THAT(timelines::home_page(tx, alice.id, http::Page()), ElementsAre(status));
    EXPECT_TRUE(is_shown(tx, status, alice));
}

TEST(Filtered, CostsNoMoreForAPageThanForAPost) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx), bob = make_person(tx);
    make_filter(tx, alice, "goal");
    std::vector<StatusId> page;
    for (int i = 0; i < 40; ++i) page.push_back(make_status(tx, bob, "goal " + std::to_string(i)));
    const auto show = [&](std::span<const StatusId> ids) {
        return statements_of(tx, [&] {
            std::string text;
            json::Writer out(text);
            statuses::write_statuses(out, tx, ids, alice);
        });
    };

    EXPECT_EQ(show(page), show(std::span(page).first(1)));
}

TEST(Filtered, ReachesHomeStreamsOfThoseWhoFilter) {
    TestDatabase database;
    auto& events = database.world().events;
    accounts::Account alice, bob, carol;
    database->write([&](db::Tx& tx) {
        alice = make_person(tx);
        bob = make_person(tx);
        carol = make_person(tx);
        for (const auto& reader : {alice, carol}) make_follow(tx, reader.id, bob.id);
        make_filter(tx, alice, "goal");
    });
    events.take();
    for (const auto& person : {alice, bob, carol}) events.listen("timeline:" + to_string(person.id));

    database->write([&](db::Tx& tx) { make_status(tx, bob, "A goal"); });

    std::vector<std::string> heard;
    for (const auto& event : events.take()) {
        for (const auto& title : titles(*json::parse(*event.payload))) heard.push_back(event.channel + " " + title);
    }
    EXPECT_THAT(heard, ElementsAre("timeline:" + to_string(alice.id) + " goal"));
}

TEST(StreamFilter, ReadsTheEntityThatIsForEverybody) {
    TestDatabase database;
    database->write([&](db::Tx& tx) {
        const auto alice = make_person(tx), bob = make_person(tx);
        const auto id = make_filter(tx, alice, "うどん");
        statuses::Draft draft;
        draft.text = "Lunch";
        draft.poll = {.options = {"うどん", "そば"}, .expires_in = std::chrono::hours(1)};
        const auto lunch = make_status(tx, bob, draft), other = make_status(tx, bob, "<うど>ん");
        ASSERT_TRUE(
            change_filter(tx, alice.id, id,
                          {.title = {}, .contexts = {}, .action = {}, .lifetime = Lifetime(std::chrono::hours(1))}));
        const auto filter = load_stream_filter(tx, alice.id);
        ASSERT_TRUE(filter);
        const auto results = [&](StatusId status) {
            return filter->results(
                filter->read(boost::json::serialize(shown_status(tx, status, accounts::anonymous()))));
        };

        EXPECT_THAT(results(lunch), testing::HasSubstr(R"("keyword_matches":["うどん"])"));
        EXPECT_EQ(results(other), "");
        EXPECT_EQ(filter->results(filter->read("no status")), "");
        EXPECT_THAT(filter->results(filter->read(R"({"id": "1", "content": "", "media_attachments": [
                        {"description": null}, {"description": "A bowl of うどん"}]})")), testing::HasSubstr(R"("keyword_matches":["うどん"])"));
        EXPECT_FALSE(load_stream_filter(tx, bob.id));
        database.world().clock.advance(std::chrono::hours(1));
        EXPECT_EQ(results(lunch), ""); // It has run out while the stream was open.
    });
}

} // namespace
} // namespace filters
