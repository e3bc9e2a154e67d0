#include "statuses/polls.h"

#include "statuses/poll_json.h"
#include "statuses/polls_jobs.h"
#include "statuses/posting_params.h"
#include "support/builders.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

namespace statuses {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

PollDraft lunch() {
    return {.options = {"うどん", "そば", "rāmen"},
            .expires_in = std::chrono::hours(1),
            .is_multiple = false,
            .hides_totals = false};
}

StatusId ask(db::Tx& tx, const accounts::Account& author, const PollDraft& poll) {
    Draft draft;
    draft.text = "Lunch?";
    draft.poll = poll;
    return make_status(tx, author, draft);
}

json::Object poll_seen_by(db::Tx& tx, const accounts::Account& viewer, StatusId id) {
    return shown_status(tx, id, viewer).at("poll").as_object();
}

PollId poll_of(db::Tx& tx, StatusId id) {
    return PollId{*tx.query_integer("select poll_id from statuses where id = $1", {id})};
}

std::vector<std::int64_t> tallies(const json::Object& poll) {
    std::vector<std::int64_t> counts;
    for (const auto& option : poll.at("options").as_array()) {
        const auto& count = option.at("votes_count");
        counts.push_back(count.is_null() ? -1 : count.as_int64());
    }
    return counts;
}

TEST(Polls, AskWhatIsWrittenIntoTheirFields) {
    const auto asked = json::parse(R"({"poll": {"options": [" yes ", "", "no", "　"], "expires_in": 3600}})").value();

    const auto poll = statuses::poll_of(http::Params(asked.as_object()));

    ASSERT_TRUE(poll);
    EXPECT_THAT(poll->options, ElementsAre("yes", "no"));
}

TEST(Polls, RefuseWhatCannotBeAsked) {
    const auto refuses = [](auto change) {
        PollDraft draft = lunch();
        change(draft);
        return !check_poll(draft).has_value();
    };

    EXPECT_TRUE(check_poll(lunch()));
    EXPECT_TRUE(refuses([](PollDraft& draft) { draft.options = {"one"}; }));
    EXPECT_TRUE(refuses([](PollDraft& draft) { draft.options = {"one", "　"}; }));
    EXPECT_TRUE(refuses([](PollDraft& draft) { draft.options = {"one", "one"}; }));
    EXPECT_TRUE(refuses([](PollDraft& draft) { draft.options = {"1", "2", "3", "4", "5"}; }));
    EXPECT_TRUE(refuses([](PollDraft& draft) { draft.options[0] = std::string(51, 'a'); }));
    EXPECT_TRUE(refuses([](PollDraft& draft) { draft.expires_in = std::chrono::seconds(299); }));
    EXPECT_TRUE(refuses([](PollDraft& draft) { draft.expires_in = std::chrono::hours(24 * 32); }));
}

TEST(Polls, CountEachVoterOnce) {
    db::Tx tx = TestDb().begin();
    const auto author = make_person(tx, "author");
    const auto voter = make_person(tx, "voter");
    const auto id = ask(tx, author, lunch());
    const auto poll = poll_of(tx, id);

    EXPECT_TRUE(vote(tx, voter, poll, {1}));
    EXPECT_FALSE(vote(tx, voter, poll, {0}));
    EXPECT_FALSE(vote(tx, author, poll, {0}));

    const auto seen = poll_seen_by(tx, voter, id);
    EXPECT_THAT(tallies(seen), ElementsAre(0, 1, 0));
    EXPECT_EQ(seen.at("voters_count").as_int64(), 1);
    EXPECT_TRUE(seen.at("voted").as_bool());
    EXPECT_EQ(seen.at("own_votes").as_array().at(0).as_int64(), 1);
    EXPECT_FALSE(poll_seen_by(tx, accounts::anonymous(), id).contains("voted"));
}

TEST(Polls, TakeSeveralChoicesOnlyWhenTheySaySo) {
    db::Tx tx = TestDb().begin();
    const auto author = make_person(tx, "author");
    const auto voter = make_person(tx, "voter");
    PollDraft many = lunch();
    many.is_multiple = true;
    const auto one_choice = poll_of(tx, ask(tx, author, lunch()));
    const auto more_choices = ask(tx, author, many);

    EXPECT_FALSE(vote(tx, voter, one_choice, {0, 1}));
    EXPECT_FALSE(vote(tx, voter, one_choice, {3}));
    EXPECT_FALSE(vote(tx, voter, one_choice, {-1}));
    EXPECT_FALSE(vote(tx, voter, one_choice, {}));
    EXPECT_TRUE(vote(tx, voter, poll_of(tx, more_choices), {2, 0, 2}));
    EXPECT_THAT(tallies(poll_seen_by(tx, author, more_choices)), ElementsAre(1, 0, 1));
    EXPECT_EQ(poll_seen_by(tx, author, more_choices).at("voters_count").as_int64(), 1);
}

TEST(Polls, HideTheirTotalsUntilTheEnd) {
    TestDb database;
    StatusId id;
    accounts::Account voter;
    PollDraft draft = lunch();
    draft.hides_totals = true;
    db::Tx tx = database.begin();
    voter = make_person(tx, "voter");
    id = ask(tx, make_person(tx, "author"), draft);
    ASSERT_TRUE(vote(tx, voter, poll_of(tx, id), {1}));
    EXPECT_THAT(tallies(poll_seen_by(tx, voter, id)), ElementsAre(-1, -1, -1));

    tx.exec("update polls set expires_at = $1", {tx.now()});

    const auto seen = poll_seen_by(tx, voter, id);
    EXPECT_THAT(tallies(seen), ElementsAre(0, 1, 0));
    EXPECT_TRUE(seen.at("expired").as_bool());
    EXPECT_FALSE(vote(tx, make_person(tx), poll_of(tx, id), {0}));
}

TEST(Polls, TellAuthorAndVotersWhenTheyEnd) {
    db::Tx tx = TestDb().begin();
    const auto author = make_person(tx, "author");
    const auto voter = make_person(tx, "voter");
    const auto bystander = make_person(tx, "bystander");
    const auto poll = poll_of(tx, ask(tx, author, lunch()));
    ASSERT_TRUE(vote(tx, voter, poll, {1}));
    const jobs::Arguments arguments({{"poll_id", poll.value}});

    close_poll(arguments, tx); // Too early.
    EXPECT_THAT(told(tx, voter), IsEmpty());

    tx.exec("update polls set expires_at = $1", {tx.now()});
    close_poll(arguments, tx);
    close_poll(arguments, tx); // Once more, as happens.

    EXPECT_THAT(told(tx, voter), ElementsAre("poll from author"));
    EXPECT_THAT(told(tx, author), ElementsAre("poll from author"));
    EXPECT_THAT(told(tx, bystander), IsEmpty());
}

} // namespace
} // namespace statuses
