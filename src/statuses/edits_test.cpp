#include "statuses/edits.h"

#include "relationships/follows.h"
#include "statuses/deletion.h"
#include "statuses/favourites.h"
#include "statuses/history.h"
#include "statuses/polls_jobs.h"
#include "statuses/reblogs.h"
#include "support/builders.h"
#include "support/plans.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

namespace statuses {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

Edit edit_to(std::string text) { return {.text = std::move(text), .spoiler_text = {}, .language = {}, .poll = {}}; }

PollDraft lunch() {
    return {.options = {"うどん", "そば"},
            .expires_in = std::chrono::hours(1),
            .is_multiple = false,
            .hides_totals = false};
}

Edit lunch_edit() {
    Edit edit = edit_to("Lunch?");
    edit.poll = lunch();
    return edit;
}

StatusId ask(db::Tx& tx, const accounts::Account& author) {
    Draft draft;
    draft.text = "Lunch?";
    draft.poll = lunch();
    return make_status(tx, author, draft);
}

PollId poll_of(db::Tx& tx, StatusId id) {
    return PollId{tx.query_integer("select poll_id from statuses where id = $1", {id}).value_or(0)};
}

std::string text_of(const json::Value& status, std::string_view name) {
    return std::string(status.at(name).as_string());
}

std::vector<std::string> contents(const std::vector<Version>& versions) {
    std::vector<std::string> found;
    for (const auto& version : versions) found.push_back(version.content);
    return found;
}

TEST(Edits, SayWhatIsSaidNowAndKeepWhatWasSaid) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto id = make_status(tx, alice, "helo #typo");
    EXPECT_THAT(contents(versions_of(tx, id)), ElementsAre(HasSubstr("helo")));
    EXPECT_TRUE(shown_status(tx, id, alice).at("edited_at").is_null());

    ASSERT_TRUE(edit(tx, alice, id,
                     {.text = "hello #東京", .spoiler_text = "greeting", .language = std::string("ja"), .poll = {}}));

    const auto shown = shown_status(tx, id, alice);
    EXPECT_THAT(text_of(shown, "content"), HasSubstr("hello"));
    EXPECT_EQ(text_of(shown, "spoiler_text"), "greeting");
    EXPECT_TRUE(shown.at("sensitive").as_bool());
    EXPECT_EQ(text_of(shown, "language"), "ja");
    EXPECT_EQ(text_of(shown, "edited_at"), base::iso8601(tx.now()));
    ASSERT_EQ(shown.at("tags").as_array().size(), 1u);
    EXPECT_EQ(text_of(shown.at("tags").at(0), "name"), "東京");
    EXPECT_THAT(contents(versions_of(tx, id)), ElementsAre(HasSubstr("helo"), HasSubstr("hello")));
}

TEST(Edits, LeaveOutNothingButTheLanguage) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    Draft draft;
    draft.text = "text";
    draft.spoiler_text = "warning";
    draft.language = "ja";
    const auto id = make_status(tx, alice, draft);

    ASSERT_TRUE(edit(tx, alice, id, edit_to("text")));

    const auto shown = shown_status(tx, id, alice);
    EXPECT_EQ(text_of(shown, "spoiler_text"), "");
    EXPECT_FALSE(shown.at("sensitive").as_bool());
    EXPECT_EQ(text_of(shown, "language"), "ja");
}

TEST(Edits, ThatSayTheSameAreNone) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto bob = make_person(tx);
    const auto id = ask(tx, alice);
    ASSERT_TRUE(reblog(tx, bob, id, Visibility::Public));

    ASSERT_TRUE(edit(tx, alice, id, lunch_edit()));

    EXPECT_TRUE(shown_status(tx, id, alice).at("edited_at").is_null());
    EXPECT_EQ(versions_of(tx, id).size(), 1u);
    EXPECT_THAT(told(tx, bob), IsEmpty());
}

TEST(Edits, AreTheAuthorsOwnAndNotOfBoosts) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto bob = make_person(tx);
    const auto id = make_status(tx, alice, "mine");
    const auto boost = *reblog(tx, bob, id, Visibility::Public);
    const auto refusal = [&](const accounts::Account& account, StatusId status, Edit wanted) {
        const auto edited = edit(tx, account, status, wanted);
        return edited ? "none" : edited.error().message;
    };

    EXPECT_EQ(refusal(bob, id, edit_to("yours")), "Record not found");
    EXPECT_EQ(refusal(bob, boost, edit_to("yours")), "Record not found");
    EXPECT_EQ(refusal(alice, StatusId{1}, edit_to("nobody's")), "Record not found");
    EXPECT_EQ(refusal(alice, id, edit_to(" ")), "Validation failed: Text can't be blank");
    EXPECT_EQ(refusal(alice, id, edit_to(std::string(501, 'a'))),
              "Validation failed: Text character limit of 500 exceeded");
    Edit one_option = lunch_edit();
    one_option.poll->options.pop_back();
    EXPECT_THAT(refusal(alice, id, one_option), HasSubstr("Options must have more than one item"));
    EXPECT_EQ(text_of(shown_status(tx, id, alice), "content"), "<p>mine</p>");
}

TEST(Edits, TellWhoIsNewlyMentionedAndLetOthersGoOnReading) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto bob = make_person(tx, "bob");
    const auto carol = make_person(tx, "carol");
    const auto id = make_status(tx, alice, "@bob psst", Visibility::Direct);
    tx.exec("delete from notifications"); // Bob put it away.

    ASSERT_TRUE(edit(tx, alice, id, edit_to("@bob @carol psst")));
    EXPECT_THAT(told(tx, bob), IsEmpty());
    EXPECT_THAT(told(tx, carol), ElementsAre("mention from alice"));

    ASSERT_TRUE(edit(tx, alice, id, edit_to("@carol psst")));
    const auto shown = shown_status(tx, id, bob);
    ASSERT_TRUE(shown.is_object());
    ASSERT_EQ(shown.at("mentions").as_array().size(), 1u);
    EXPECT_EQ(text_of(shown.at("mentions").at(0), "acct"), "carol");
}

TEST(Edits, TellThoseWhoBoostedOfTheLastOne) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto bob = make_person(tx);
    const auto fan = make_person(tx);
    const auto id = make_status(tx, alice, "one");
    ASSERT_TRUE(reblog(tx, bob, id, Visibility::Public));
    ASSERT_TRUE(favourite(tx, fan, id));

    ASSERT_TRUE(edit(tx, alice, id, edit_to("two")));
    ASSERT_TRUE(edit(tx, alice, id, edit_to("three")));

    EXPECT_THAT(told(tx, bob), ElementsAre("update from alice"));
    EXPECT_THAT(told(tx, fan), IsEmpty());
}

TEST(Edits, KeepVotesWhileTheQuestionIsTheSame) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto bob = make_person(tx);
    const auto id = ask(tx, alice);
    const auto poll = poll_of(tx, id);
    ASSERT_TRUE(vote(tx, bob, poll, {1}));
    const auto votes = [&] { return shown_status(tx, id, bob).at("poll").at("votes_count").as_int64(); };

    Edit longer = lunch_edit();
    longer.poll->expires_in = std::chrono::hours(2);
    ASSERT_TRUE(edit(tx, alice, id, longer));
    EXPECT_EQ(votes(), 1);
    EXPECT_EQ(text_of(shown_status(tx, id, bob).at("poll"), "expires_at"),
              base::iso8601(tx.now() + std::chrono::hours(2)));

    Edit another = longer;
    another.poll->options[0] = "ラーメン";
    ASSERT_TRUE(edit(tx, alice, id, another));
    EXPECT_EQ(votes(), 0);
    EXPECT_EQ(poll_of(tx, id), poll);
    EXPECT_TRUE(vote(tx, bob, poll, {0}));

    Edit several = another;
    several.poll->is_multiple = true;
    ASSERT_TRUE(edit(tx, alice, id, several));
    EXPECT_EQ(votes(), 0);
    EXPECT_EQ(shown_status(tx, id, bob).at("poll").at("voters_count").as_int64(), 0);
}

TEST(Edits, NeedNotSayAgainWhenAPollEnds) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto id = ask(tx, alice);
    const auto without_poll = make_status(tx, alice, "Lunch?");
    const auto end = text_of(shown_status(tx, id, alice).at("poll"), "expires_at");
    Edit endless = lunch_edit();
    endless.poll->expires_in = std::chrono::seconds(0);
    endless.text = "Lunch today?";

    ASSERT_TRUE(edit(tx, alice, id, endless));
    EXPECT_EQ(text_of(shown_status(tx, id, alice).at("poll"), "expires_at"), end);
    EXPECT_FALSE(edit(tx, alice, without_poll, endless));
}

TEST(Edits, TakePollsAwayAndAddThem) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto id = ask(tx, alice);

    ASSERT_TRUE(edit(tx, alice, id, edit_to("Lunch?")));
    EXPECT_TRUE(shown_status(tx, id, alice).at("poll").is_null());
    ASSERT_TRUE(edit(tx, alice, id, lunch_edit()));
    EXPECT_EQ(shown_status(tx, id, alice).at("poll").at("options").as_array().size(), 2u);

    const auto versions = versions_of(tx, id);
    ASSERT_EQ(versions.size(), 3u);
    EXPECT_EQ(versions[0].poll_options, R"([{"title":"うどん"},{"title":"そば"}])");
    EXPECT_EQ(versions[1].poll_options, "");
    EXPECT_EQ(versions[2].poll_options, versions[0].poll_options);
}

TEST(Edits, APollThatEndsLaterIsClosedThen) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto id = ask(tx, alice);
    const jobs::Arguments arguments({{"poll_id", poll_of(tx, id).value}});
    tx.exec("update polls set expires_at = $1", {tx.now()});
    close_poll(arguments, tx);
    ASSERT_THAT(told(tx, alice), ElementsAre("poll from alice"));

    ASSERT_TRUE(edit(tx, alice, id, lunch_edit()));

    EXPECT_FALSE(shown_status(tx, id, alice).at("poll").at("expired").as_bool());
    EXPECT_THAT(waiting_jobs(tx), ElementsAre("close_poll", "close_poll"));
    EXPECT_FALSE(tx.query_integer("select closed_at from polls"));
}

TEST(Edits, GoWithTheStatus) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto id = make_status(tx, alice, "one");
    ASSERT_TRUE(edit(tx, alice, id, edit_to("two")));

    ASSERT_TRUE(delete_status(tx, alice, id));

    EXPECT_EQ(tx.query_integer("select count(*) from status_edits"), 0);
}

TEST(Edits, AreListedInAsManyStatementsAsOne) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const auto rarely = make_status(tx, alice, "one");
    const auto often = make_status(tx, alice, "one");
    ASSERT_TRUE(edit(tx, alice, rarely, edit_to("two")));
    for (int i = 0; i < 40; ++i) ASSERT_TRUE(edit(tx, alice, often, edit_to(std::to_string(i))));
    const auto write = [&](StatusId id) {
        std::string text;
        json::Writer out(text);
        Status status;
        status.id = id;
        status.author = alice.id;
        write_versions(out, tx, versions_of(tx, id), status);
    };

    EXPECT_EQ(versions_of(tx, often).size(), 41u);
    EXPECT_EQ(statements_of(tx, [&] { write(often); }), statements_of(tx, [&] { write(rarely); }));
    EXPECT_ALL_WALK_INDEXES(tx, [&] { versions_of(tx, often); });
}

std::vector<std::string> heard(TestDatabase& database) {
    std::vector<std::string> lines;
    for (const auto& event : database.world().events.take()) lines.push_back(event.event + " " + event.channel);
    return lines;
}

class EditStreams : public testing::Test {
protected:
    EditStreams() {
        database.world().events.listen("timeline:nobody");
        database->write([&](db::Tx& tx) {
            for (auto* person : {&alice, &follower, &booster, &reader, &mentioned}) *person = make_person(tx);
            make_follow(tx, follower.id, alice.id);
            make_follow(tx, reader.id, booster.id);
        });
        for (const auto* person : {&alice, &follower, &reader, &mentioned}) {
            database.world().events.listen(home_of(*person));
        }
    }

    static std::string home_of(const accounts::Account& account) { return "timeline:" + to_string(account.id); }

    StatusId posted(const std::string& text, Visibility visibility) {
        StatusId id;
        database->write([&](db::Tx& tx) {
            id = make_status(tx, alice, text, visibility);
            if (visibility != Visibility::Public) return;
            EXPECT_TRUE(reblog(tx, booster, id, Visibility::Public));
        });
        database.world().events.take();
        return id;
    }

    void change(StatusId id, const std::string& text) {
        database->write([&](db::Tx& tx) { EXPECT_TRUE(edit(tx, alice, id, edit_to(text))); });
    }

    TestDatabase database;
    accounts::Account alice, follower, booster, reader, mentioned;
};

TEST_F(EditStreams, ReachThoseWhoSawIt) {
    auto& events = database.world().events;
    for (const char* channel : {"public", "public:local", "hashtag:tea", "hashtag:coffee", "hashtag:other"}) {
        events.listen(std::string("timeline:") + channel);
    }
    events.listen(home_of(mentioned) + ":notifications");
    const auto id = posted("#tea", Visibility::Public);

    change(id, "#coffee @" + mentioned.username);

    EXPECT_THAT(heard(database),
                UnorderedElementsAre("notification " + home_of(mentioned) + ":notifications",
                                     "status.update " + home_of(alice), "status.update " + home_of(follower),
                                     "status.update " + home_of(reader),
                                     "status.update " + home_of(mentioned) + ":notifications",
                                     "status.update timeline:public", "status.update timeline:public:local",
                                     "status.update timeline:hashtag:tea", "status.update timeline:hashtag:coffee"));
}

TEST_F(EditStreams, EndWithThePostOnceForEachWhoHasIt) {
    const auto both = "@" + follower.username + " @" + mentioned.username;
    const auto id = posted(both, Visibility::Private);

    database->write([&](db::Tx& tx) { EXPECT_TRUE(delete_status(tx, alice, id)); });

    EXPECT_THAT(heard(database), UnorderedElementsAre("delete " + home_of(alice), "delete " + home_of(follower),
                                                      "delete " + home_of(mentioned)));
}

TEST_F(EditStreams, ReachNobodyElse) {
    auto& events = database.world().events;
    events.listen("timeline:public");
    events.listen("timeline:hashtag:tea");
    const auto id = posted("#tea", Visibility::Private);

    change(id, "#tea again");

    EXPECT_THAT(heard(database),
                UnorderedElementsAre("status.update " + home_of(alice), "status.update " + home_of(follower)));
}

TEST_F(EditStreams, CostNoMoreTheMoreThereIs) {
    const auto id = posted("tea", Visibility::Public);

    database->write([&](db::Tx& tx) {
        const auto work = [&] { EXPECT_TRUE(edit(tx, alice, id, edit_to("#more @" + mentioned.username))); };
        EXPECT_THAT(whole_table_steps(tx, work), IsEmpty());
    });
}

TEST_F(EditStreams, SayToEachWhatTheyDidWithIt) {
    const auto id = posted("tea", Visibility::Public);
    database->write([&](db::Tx& tx) { EXPECT_TRUE(favourite(tx, follower, id)); });
    database.world().events.take();

    change(id, "more tea");

    for (const auto& event : database.world().events.take()) {
        const auto payload = json::parse(*event.payload);
        EXPECT_EQ(payload->at("favourited").as_bool(), event.channel == home_of(follower)) << event.channel;
        EXPECT_EQ(payload->as_object().contains("pinned"), event.channel == home_of(alice)) << event.channel;
    }
}

} // namespace
} // namespace statuses
