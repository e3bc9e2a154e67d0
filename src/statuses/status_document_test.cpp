#include "statuses/status_document.h"

#include "instance/limits.h"
#include "statuses/edits.h"
#include "statuses/polls.h"
#include "statuses/reblogs.h"
#include "statuses/replies.h"
#include "statuses/threads.h"
#include "support/builders.h"
#include "support/media_builders.h"
#include "support/plans.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace statuses {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

json::Value document_of(db::Tx& tx, StatusId id) {
    std::string text;
    json::Writer out(text);
    StatusDocuments(tx, std::span(&id, 1)).write_object(out, id);
    return json::parse(text).value();
}

json::Value activity_of(db::Tx& tx, StatusId id) {
    std::string text;
    json::Writer out(text);
    StatusDocuments(tx, std::span(&id, 1)).write_activity(out, id);
    return json::parse(text).value();
}

std::vector<std::string> texts(const json::Value& array) {
    std::vector<std::string> found;
    for (const auto& value : array.as_array()) found.emplace_back(value.as_string());
    return found;
}

constexpr auto kAlice = "https://akebono.test/users/alice";
constexpr auto kFollowers = "https://akebono.test/users/alice/followers";
constexpr auto kBob = "https://remote.test/users/bob";
constexpr auto kEverybody = "https://www.w3.org/ns/activitystreams#Public";

TEST(StatusDocument, ShowsAPictureOfWhatMovesBeforeItDoes) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto document_with = [&](media::Type type) {
        auto attachment = make_attachment(tx, alice.id, type);
        attachment.file_key = "attachments/aa/film.mp4";
        attachment.preview_key = "attachments/aa/film-small.jpg";
        media::update_files(tx, attachment);
        Draft draft;
        draft.text = "look";
        draft.media = {attachment.id};
        return document_of(tx, make_status(tx, alice, draft)).at("attachment").at(0);
    };

    const auto icon = document_with(media::Type::Video).at("icon");
    EXPECT_EQ(icon.at("type"), "Image");
    EXPECT_EQ(icon.at("mediaType"), "image/jpeg");
    EXPECT_THAT(std::string(icon.at("url").as_string()), testing::HasSubstr("film-small.jpg"));
    EXPECT_FALSE(document_with(media::Type::Image).as_object().contains("icon")) << "it shows itself";
}

TEST(StatusDocument, IsAddressedToThoseWhoMayReadIt) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    make_account(tx, {.username = "bob", .domain = "remote.test"});
    const auto audience_of = [&](Visibility visibility) {
        const auto note = document_of(tx, make_status(tx, alice, "@bob@remote.test hello", visibility));
        return std::pair(texts(note.at("to")), texts(note.at("cc")));
    };

    const auto open = audience_of(Visibility::Public), unlisted = audience_of(Visibility::Unlisted),
               secret = audience_of(Visibility::Private), direct = audience_of(Visibility::Direct);

    EXPECT_THAT(open.first, ElementsAre(kEverybody));
    EXPECT_THAT(open.second, ElementsAre(kFollowers, kBob));
    EXPECT_THAT(unlisted.first, ElementsAre(kFollowers));
    EXPECT_THAT(unlisted.second, ElementsAre(kEverybody, kBob));
    EXPECT_THAT(secret.first, ElementsAre(kFollowers));
    EXPECT_THAT(secret.second, ElementsAre(kBob));
    EXPECT_THAT(direct.first, ElementsAre(kBob));
    EXPECT_THAT(direct.second, IsEmpty());
}

TEST(StatusDocument, NamesWhomItMentions) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    make_account(tx, {.username = "bob", .domain = "remote.test"});
    make_person(tx, "carol");

    const auto tags = document_of(tx, make_status(tx, alice, "@bob@remote.test @carol hello")).at("tag");

    EXPECT_EQ(tags.at(0).at("type"), "Mention");
    EXPECT_EQ(tags.at(0).at("href"), kBob);
    EXPECT_EQ(tags.at(0).at("name"), "@bob@remote.test");
    EXPECT_EQ(tags.at(1).at("href"), "https://akebono.test/users/carol");
    EXPECT_EQ(tags.at(1).at("name"), "@carol@akebono.test");
}

TEST(StatusDocument, WhoIsMentionedNoLongerIsAddressedOnlyWhereItMatters) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    make_account(tx, {.username = "bob", .domain = "remote.test"});
    const auto open = make_status(tx, alice, "@bob@remote.test hello");
    const auto direct = make_status(tx, alice, "@bob@remote.test hello", Visibility::Direct);
    for (const auto id : {open, direct})
        ASSERT_TRUE(edit(tx, alice, id, {.text = "hello", .spoiler_text = "", .language = {}, .poll = {}}));

    EXPECT_THAT(texts(document_of(tx, open).at("cc")), ElementsAre(kFollowers));
    EXPECT_THAT(texts(document_of(tx, direct).at("to")), ElementsAre(kBob));
    EXPECT_EQ(document_of(tx, direct).at("tag"), json::Array());
    EXPECT_TRUE(document_of(tx, direct).as_object().contains("updated"));
}

TEST(StatusDocument, APollMakesItAQuestion) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice"), bob = make_person(tx);
    const auto poll = [](bool is_multiple, bool hides_totals) {
        Draft draft;
        draft.text = "?";
        draft.poll = PollDraft{.options = {"yes", "no"},
                               .expires_in = std::chrono::hours(1),
                               .is_multiple = is_multiple,
                               .hides_totals = hides_totals};
        return draft;
    };
    const auto open = make_status(tx, alice, poll(false, false)), hidden = make_status(tx, alice, poll(true, true));
    for (const auto id : {open, hidden}) {
        const PollId in_it{*tx.query_integer("select poll_id from statuses where id = $1", {id})};
        ASSERT_TRUE(vote(tx, bob, in_it, {1}));
    }

    const auto shown = document_of(tx, open), kept = document_of(tx, hidden);

    EXPECT_EQ(shown.at("type"), "Question");
    EXPECT_EQ(shown.at("oneOf").at(1).at("name"), "no");
    EXPECT_EQ(shown.at("oneOf").at(1).at("replies").at("totalItems"), 1);
    EXPECT_EQ(shown.at("votersCount"), 1);
    EXPECT_TRUE(shown.as_object().contains("endTime"));
    EXPECT_FALSE(shown.as_object().contains("closed"));
    EXPECT_FALSE(kept.at("anyOf").at(1).at("replies").as_object().contains("totalItems"));
    EXPECT_FALSE(kept.as_object().contains("votersCount"));
}

TEST(StatusDocument, KnowsWhatItAnswersAndWhereTheConversationBegan) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto first = make_status(tx, alice, "one");
    const auto second = make_reply(tx, alice, first, "two");
    const auto bob = make_account(tx, {.username = "bob", .domain = "remote.test"});
    const auto remote = make_status(tx, bob, "far away");
    tx.exec("update statuses set uri = 'https://remote.test/notes/1' where id = $1", {remote});

    const auto answer = document_of(tx, make_reply(tx, alice, remote, "near"));

    EXPECT_EQ(document_of(tx, second).at("conversation"), document_of(tx, first).at("conversation"));
    EXPECT_EQ(document_of(tx, second).at("inReplyTo"), document_of(tx, first).at("id"));
    EXPECT_EQ(answer.at("inReplyTo"), "https://remote.test/notes/1");
    EXPECT_EQ(answer.at("inReplyToAtomUri"), answer.at("inReplyTo")); // For servers that came before ActivityPub.
    EXPECT_EQ(answer.at("atomUri"), answer.at("id"));
    EXPECT_EQ(document_of(tx, first).at("inReplyToAtomUri"), nullptr);
    EXPECT_FALSE(answer.as_object().contains("conversation"));
    tx.exec("delete from statuses where id = $1", {first});
    EXPECT_EQ(document_of(tx, second).at("inReplyTo"), nullptr);
}

TEST(StatusDocument, ABoostOfOnesOwnPrivatePostHoldsIt) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto original = make_status(tx, alice, "for you", Visibility::Private);
    const auto boost = reblog(tx, alice, original, Visibility::Public);

    const auto announce = activity_of(tx, *boost);

    EXPECT_EQ(announce.at("type"), "Announce");
    EXPECT_THAT(texts(announce.at("to")), ElementsAre(kFollowers));
    EXPECT_THAT(texts(announce.at("cc")), ElementsAre(kAlice));
    EXPECT_EQ(announce.at("object").at("content"), "<p>for you</p>");
}

TEST(StatusDocument, APageNeedsNoMoreStatementsThanOne) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    make_account(tx, {.username = "bob", .domain = "remote.test"});
    std::vector<StatusId> ids;
    for (int i = 0; i < 40; ++i) {
        Draft draft;
        draft.text = "@bob@remote.test #a :blob: " + std::to_string(i);
        draft.poll = PollDraft{.options = {"a", "b"}, .expires_in = std::chrono::hours(1)};
        ids.push_back(make_status(tx, alice, draft));
    }
    const auto statements = [&](std::size_t count) {
        return statements_of(tx, [&] { StatusDocuments(tx, std::span(ids).first(count)); });
    };

    EXPECT_EQ(statements(40), statements(1));
    EXPECT_LE(statements(1), 7);
}

TEST(StatusDocument, ReadsByIndexes) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const std::vector<StatusId> ids = {make_status(tx, alice, "@alice #a :blob:")};
    Status status;
    status.id = ids[0];
    status.author = alice.id;

    EXPECT_ALL_WALK_INDEXES(tx, [&] { StatusDocuments(tx, ids); });
    EXPECT_ALL_WALK_INDEXES(tx, [&] { replies_page(tx, status, Repliers::Author, {}); });
    EXPECT_ALL_WALK_INDEXES(tx, [&] { replies_page(tx, status, Repliers::Others, {}); });
    EXPECT_ALL_WALK_INDEXES(tx, [&] { thread_page(tx, {.uri = "", .author = "", .first = ids[0]}, {}); });
}

} // namespace
} // namespace statuses
