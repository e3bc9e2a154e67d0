#include "statuses/posting.h"

#include "relationships/follows.h"
#include "statuses/deletion.h"
#include "support/builders.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>

namespace statuses {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Draft draft_of(std::string text) {
    Draft draft;
    draft.text = std::move(text);
    return draft;
}

std::int64_t count(db::Tx& tx, std::string_view sql) { return tx.query_integer(sql).value_or(-1); }

TEST(Posting, RendersMentionsAndHashtagsAndTellsTheMentioned) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto bob = make_person(tx, "bob");

    const auto id = make_status(tx, alice, "こんにちは @bob #東京 @nobody");

    const auto shown = shown_status(tx, id, bob);
    EXPECT_THAT(std::string(shown.at("content").as_string()), HasSubstr("https://akebono.test/@bob"));
    EXPECT_EQ(shown.at("mentions").as_array().size(), 1u);
    EXPECT_EQ(shown.at("tags").as_array().at(0).at("name").as_string(), "東京");
    EXPECT_EQ(shown.at("tags").as_array().at(0).at("url").as_string(), "https://akebono.test/tags/%E6%9D%B1%E4%BA%AC");
    EXPECT_THAT(told(tx, bob), ElementsAre("mention from alice"));
    EXPECT_THAT(told(tx, alice), IsEmpty());
}

TEST(Posting, RefusesWhatIsEmptyOrTooLong) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    const std::string longest(500, 'a');

    EXPECT_FALSE(post(tx, alice, draft_of("")));
    EXPECT_FALSE(post(tx, alice, draft_of(" \n\t　")));
    EXPECT_FALSE(post(tx, alice, draft_of(longest + "a")));
    EXPECT_TRUE(post(tx, alice, draft_of(longest)));
    EXPECT_EQ(count(tx, "select count(*) from statuses"), 1);
}

TEST(Posting, CountsTheWarningAndAddressesAsTwentyThree) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    Draft draft = draft_of("https://example.com/" + std::string(600, 'a'));
    draft.spoiler_text = std::string(477, 'w');

    EXPECT_TRUE(post(tx, alice, draft));
    draft.spoiler_text += "w";
    EXPECT_FALSE(post(tx, alice, draft));
}

TEST(Posting, AWarningAloneIsTheText) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx);
    Draft draft = draft_of("");
    draft.spoiler_text = "only this";

    const auto shown = shown_status(tx, make_status(tx, alice, draft), alice);

    EXPECT_EQ(shown.at("content").as_string(), "<p>only this</p>");
    EXPECT_EQ(shown.at("spoiler_text").as_string(), "");
    EXPECT_TRUE(shown.at("sensitive").as_bool());
}

TEST(Posting, AReplyJoinsTheConversationAndIsCounted) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto bob = make_person(tx, "bob");
    const auto question = make_status(tx, alice, "?");

    const auto answer = make_reply(tx, bob, question, "@alice !");
    const auto more = make_reply(tx, bob, answer, "and more");

    EXPECT_EQ(shown_status(tx, question, alice).at("replies_count").as_int64(), 1);
    const auto shown = shown_status(tx, more, alice);
    EXPECT_EQ(shown.at("in_reply_to_id").as_string(), base::to_string(answer));
    // Bob goes on talking to Alice.
    EXPECT_EQ(shown.at("in_reply_to_account_id").as_string(), base::to_string(alice.id));
}

TEST(Posting, WhatOneMayNotSeeCannotBeAnswered) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto bob = make_person(tx, "bob");
    Draft draft = draft_of("I heard you");
    draft.in_reply_to = make_status(tx, alice, "secret", Visibility::Direct);

    const auto answer = post(tx, bob, draft);

    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().refusal, base::Refusal::NotFound);
}

TEST(Posting, MentionsOnlyWhomItMay) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto bob = make_person(tx, "bob");
    Draft draft = draft_of("@bob hi");

    draft.allowed_mentions = std::vector<AccountId>{};
    EXPECT_FALSE(post(tx, alice, draft));
    EXPECT_THAT(unexpected_mentions(tx, draft), ElementsAre(bob.id));
    draft.allowed_mentions = std::vector<AccountId>{bob.id};
    EXPECT_TRUE(post(tx, alice, draft));
}

TEST(Posting, LimitedPeopleDoNotPostInPublic) {
    db::Tx tx = TestDb().begin();
    auto alice = make_person(tx);
    alice.is_limited = true;

    const auto shown = shown_status(tx, make_status(tx, alice, "hello"), alice);

    EXPECT_EQ(shown.at("visibility").as_string(), "unlisted");
}

TEST(Posting, TellsFollowersWhoAskedForIt) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto keen = make_person(tx, "keen");
    const auto calm = make_person(tx, "calm");
    ASSERT_TRUE(relationships::follow(tx, keen, alice.id, {.reblogs = {}, .notify = true, .languages = {}}));
    ASSERT_TRUE(relationships::follow(tx, calm, alice.id));

    make_status(tx, alice, "news");
    make_status(tx, alice, "@calm psst", Visibility::Direct);

    EXPECT_THAT(told(tx, keen), ElementsAre("status from alice"));
    EXPECT_THAT(told(tx, calm), ElementsAre("mention from alice"));
}

TEST(Deletion, TakesEverythingAlongAndCountsBack) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto bob = make_person(tx, "bob");
    const auto question = make_status(tx, alice, "?");
    const auto answer = make_reply(tx, bob, question, "@alice ! #東京");

    EXPECT_FALSE(delete_status(tx, alice, answer)); // It is Bob's.
    ASSERT_TRUE(delete_status(tx, bob, answer));

    EXPECT_FALSE(is_shown(tx, answer, bob));
    EXPECT_EQ(shown_status(tx, question, alice).at("replies_count").as_int64(), 0);
    EXPECT_THAT(told(tx, alice), IsEmpty());
    EXPECT_EQ(count(tx, "select count(*) from statuses_tags"), 0);
    EXPECT_FALSE(delete_status(tx, bob, answer));
}

} // namespace
} // namespace statuses
