#include "statuses/outgoing.h"

#include "federation/relays.h"
#include "relationships/domain_blocks.h"
#include "statuses/deletion.h"
#include "statuses/edits.h"
#include "statuses/favourites.h"
#include "statuses/forwarding.h"
#include "statuses/pins.h"
#include "statuses/polls.h"
#include "statuses/polls_jobs.h"
#include "statuses/reach.h"
#include "statuses/reblogs.h"
#include "support/builders.h"
#include "support/federation_builders.h"
#include "support/plans.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace statuses {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr auto kAlice = "https://akebono.test/users/alice";

Draft question(bool hides_totals = false) {
    Draft draft;
    draft.text = "?";
    draft.poll = PollDraft{.options = {"yes", "no"}, .expires_in = std::chrono::hours(1), .hides_totals = hides_totals};
    return draft;
}

PollId poll_of(db::Tx& tx, StatusId id) {
    return PollId{*tx.query_integer("select poll_id from statuses where id = $1", {id})};
}

// Alice is followed from a.test and b.test by two people each.
struct OutgoingStatuses : testing::Test {
    OutgoingStatuses() {
        for (const auto* domain : {"a.test", "a.test", "b.test", "b.test"}) {
            make_follow(tx, make_remote(tx, {.domain = domain}).id, alice.id);
        }
        make_follow(tx, carol.id, alice.id);
    }

    void quote(const accounts::Account& by, StatusId quoting, StatusId quoted) {
        tx.exec(R"(
            insert into quotes (status_id, account_id, quoted_status_id, quoted_account_id, state, created_at)
            select $1, $2, id, account_id, 1, $4 from statuses where id = $3)", {quoting, by.id, quoted, tx.now()});
    }
    void subscribe(const std::string& relay) {
        ASSERT_TRUE(federation::add_relay(tx, relay));
        tx.exec("update relays set state = 1 where inbox_url = $1", {relay});
    }

    db::Tx tx = TestDb().begin();
    accounts::Account alice = make_person(tx, "alice"), carol = make_person(tx, "carol");
    accounts::Account bob = make_remote(tx, {.username = "bob"}); // Follows nobody.
};

TEST_F(OutgoingStatuses, APostGoesToEachServerOnce) {
    make_status(tx, alice, "hello @bob@remote.test");

    EXPECT_THAT(queued_deliveries(tx), ElementsAre("Create https://a.test/inbox", "Create https://b.test/inbox",
                                                   "Create https://remote.test/inbox"));
    EXPECT_EQ(last_document(tx).at("actor"), kAlice);
    EXPECT_THAT(std::string(last_document(tx).at("object").at("content").as_string()), HasSubstr("hello"));
    EXPECT_EQ(tx.query_integer("select count(*) from delivery_documents"), 1);
}

TEST_F(OutgoingStatuses, APersonalInboxIsUsedWhereThereIsNoSharedOne) {
    make_follow(tx, make_remote(tx, {.username = "dan", .domain = "small.test", .has_shared_inbox = false}).id,
                carol.id);
    make_status(tx, carol, "hello");

    EXPECT_THAT(queued_deliveries(tx), ElementsAre("Create https://small.test/users/dan/inbox"));
}

TEST_F(OutgoingStatuses, GoesToThoseWhoMayReadIt) {
    const auto sent_for = [&](Visibility visibility) {
        forget_deliveries(tx);
        make_status(tx, alice, "hello @bob@remote.test", visibility);
        return queued_deliveries(tx);
    };
    const std::string a = "Create https://a.test/inbox", b = "Create https://b.test/inbox",
                      mentioned = "Create https://remote.test/inbox";

    EXPECT_THAT(sent_for(Visibility::Unlisted), ElementsAre(a, b, mentioned));
    EXPECT_THAT(sent_for(Visibility::Private), ElementsAre(a, b, mentioned));
    EXPECT_THAT(sent_for(Visibility::Direct), ElementsAre(mentioned));
}

TEST_F(OutgoingStatuses, TheSuspendedGetNothingButDeletions) {
    const auto evil = make_remote(tx, {.domain = "evil.test", .is_suspended = true});
    make_follow(tx, evil.id, carol.id);
    const auto id = make_status(tx, carol, "hello");
    EXPECT_THAT(queued_deliveries(tx), IsEmpty());

    ASSERT_TRUE(delete_status(tx, carol, id));

    EXPECT_THAT(queued_deliveries(tx), ElementsAre("Delete https://evil.test/inbox"));
}

TEST_F(OutgoingStatuses, AReplyGoesToWhomItAnswersAndToTheirFollowersIfTheyAreOurs) {
    const auto foreign = make_remote_status(tx, bob);
    const auto local = make_status(tx, alice, "one");
    forget_deliveries(tx);

    make_reply(tx, carol, foreign, "two");
    EXPECT_THAT(queued_deliveries(tx), ElementsAre("Create https://remote.test/inbox"));
    forget_deliveries(tx);
    make_reply(tx, carol, local, "three");
    EXPECT_THAT(queued_deliveries(tx), ElementsAre("Create https://a.test/inbox", "Create https://b.test/inbox"));
    forget_deliveries(tx);
    Draft secret;
    secret.text = "four";
    secret.in_reply_to = local;
    secret.visibility = Visibility::Private;
    make_status(tx, carol, secret);
    EXPECT_THAT(queued_deliveries(tx), IsEmpty());
}

TEST_F(OutgoingStatuses, AnEditReachesAllWhoHaveIt) {
    const auto id = make_status(tx, alice, "hello");
    ASSERT_TRUE(favourite(tx, bob, id));
    forget_deliveries(tx);

    ASSERT_TRUE(edit(tx, alice, id, {.text = "hullo", .spoiler_text = "", .language = {}, .poll = {}}));

    EXPECT_THAT(queued_deliveries(tx), ElementsAre("Update https://a.test/inbox", "Update https://b.test/inbox",
                                                   "Update https://remote.test/inbox"));
    EXPECT_EQ(last_document(tx).at("object").at("content"), "<p>hullo</p>");
    EXPECT_TRUE(last_document(tx).at("object").as_object().contains("updated"));
    EXPECT_THAT(std::string(last_document(tx).at("id").as_string()), HasSubstr("#updates/1704164645"));
}

TEST_F(OutgoingStatuses, AnEditAndADeletionReachWhoBoostedAnsweredOrQuoted) {
    const auto booster = make_remote(tx, {.domain = "booster.test"}),
               quoter = make_remote(tx, {.domain = "quoter.test"}),
               replier = make_remote(tx, {.domain = "replier.test"});
    const auto id = make_status(tx, carol, "hello");
    ASSERT_TRUE(reblog(tx, booster, id, Visibility::Public));
    make_reply(tx, replier, id, "hi");
    quote(quoter, make_remote_status(tx, quoter), id);
    forget_deliveries(tx);

    ASSERT_TRUE(edit(tx, carol, id, {.text = "hullo", .spoiler_text = "", .language = {}, .poll = {}}));
    EXPECT_THAT(queued_deliveries(tx),
                ElementsAre("Update https://booster.test/inbox", "Update https://quoter.test/inbox",
                            "Update https://replier.test/inbox"));
    forget_deliveries(tx);
    ASSERT_TRUE(delete_status(tx, carol, id));

    EXPECT_THAT(queued_deliveries(tx),
                ElementsAre("Delete https://booster.test/inbox", "Delete https://quoter.test/inbox",
                            "Delete https://replier.test/inbox"));
}

TEST_F(OutgoingStatuses, WhoIsQuotedHearsWhatBecomesOfThePost) {
    const auto id = make_status(tx, carol, "look at this");
    quote(carol, id, make_remote_status(tx, bob));
    forget_deliveries(tx);

    ASSERT_TRUE(edit(tx, carol, id, {.text = "see this", .spoiler_text = "", .language = {}, .poll = {}}));
    ASSERT_TRUE(delete_status(tx, carol, id));

    EXPECT_THAT(queued_deliveries(tx),
                ElementsAre("Update https://remote.test/inbox", "Delete https://remote.test/inbox"));
}

TEST_F(OutgoingStatuses, RelaysGetWhatIsForEverybodyAndWhatBecomesOfIt) {
    subscribe("https://relay.test/inbox");
    ASSERT_TRUE(federation::add_relay(tx, "https://asked.test/inbox")); // Says nothing.
    forget_deliveries(tx);
    const auto sent = [&] {
        auto deliveries = queued_deliveries(tx);
        forget_deliveries(tx);
        return deliveries;
    };

    const auto id = make_status(tx, carol, "hello");
    EXPECT_THAT(sent(), ElementsAre("Create https://relay.test/inbox"));
    ASSERT_TRUE(edit(tx, carol, id, {.text = "hullo", .spoiler_text = "", .language = {}, .poll = {}}));
    EXPECT_THAT(sent(), ElementsAre("Update https://relay.test/inbox"));
    ASSERT_TRUE(reblog(tx, carol, id, Visibility::Public));
    EXPECT_THAT(sent(), ElementsAre("Announce https://relay.test/inbox"));
    ASSERT_TRUE(unreblog(tx, carol, id));
    EXPECT_THAT(sent(), ElementsAre("Undo https://relay.test/inbox"));
    ASSERT_TRUE(delete_status(tx, carol, id));
    EXPECT_THAT(sent(), ElementsAre("Delete https://relay.test/inbox"));
    for (const auto visibility : {Visibility::Unlisted, Visibility::Private, Visibility::Direct}) {
        ASSERT_TRUE(delete_status(tx, carol, make_status(tx, carol, "for some", visibility)));
        EXPECT_THAT(sent(), IsEmpty());
    }
}

TEST_F(OutgoingStatuses, AnEditThatChangesNothingIsNotTold) {
    const auto id = make_status(tx, alice, "hello");
    forget_deliveries(tx);

    ASSERT_TRUE(edit(tx, alice, id, {.text = "hello", .spoiler_text = "", .language = {}, .poll = {}}));

    EXPECT_THAT(queued_deliveries(tx), IsEmpty());
}

TEST_F(OutgoingStatuses, ADeletionReachesAllWhoMayHaveIt) {
    const auto booster = make_remote(tx, {.domain = "booster.test"}),
               replier = make_remote(tx, {.domain = "replier.test"});
    const auto id = make_status(tx, alice, "hello @bob@remote.test");
    ASSERT_TRUE(edit(tx, alice, id, {.text = "hello", .spoiler_text = "", .language = {}, .poll = {}}));
    ASSERT_TRUE(reblog(tx, booster, id, Visibility::Public));
    make_reply(tx, replier, id, "hi");
    forget_deliveries(tx);

    ASSERT_TRUE(delete_status(tx, alice, id));

    EXPECT_THAT(queued_deliveries(tx),
                ElementsAre("Delete https://a.test/inbox", "Delete https://b.test/inbox",
                            "Delete https://booster.test/inbox", "Delete https://remote.test/inbox",
                            "Delete https://replier.test/inbox"));
    const std::string uri = std::string(kAlice) + "/statuses/" + to_string(id);
    EXPECT_EQ(last_document(tx).at("id"), json::Value(uri + "#delete"));
    EXPECT_EQ(last_document(tx).at("object").at("type"), "Tombstone");
    EXPECT_EQ(last_document(tx).at("object").at("id"), json::Value(uri));
}

// Whoever could read it then has it, even if they could not read it now.
TEST_F(OutgoingStatuses, ADeletionReachesWhoReactedToWhatWasForFollowers) {
    const auto fan = make_remote(tx, {.domain = "fan.test"}), replier = make_remote(tx, {.domain = "replier.test"});
    const auto id = make_status(tx, alice, "for friends", Visibility::Private);
    tx.exec("insert into favourites (id, account_id, status_id, created_at) values ($1, $2, $3, $4)",
            {tx.new_id(), fan.id, id, tx.now()});
    make_follow(tx, replier.id, alice.id);
    make_reply(tx, replier, id, "hi");
    tx.exec("delete from follows where account_id = $1", {replier.id});
    forget_deliveries(tx);

    ASSERT_TRUE(delete_status(tx, alice, id));

    EXPECT_THAT(queued_deliveries(tx),
                ElementsAre("Delete https://a.test/inbox", "Delete https://b.test/inbox",
                            "Delete https://fan.test/inbox", "Delete https://replier.test/inbox"));
}

TEST_F(OutgoingStatuses, AnAnswerDoesNotGoToDomainsThatItsAuthorBlocks) {
    const auto asked = make_status(tx, alice, "one");
    ASSERT_TRUE(relationships::block_domain(tx, carol, "a.test"));
    forget_deliveries(tx);

    make_reply(tx, carol, asked, "two");

    EXPECT_THAT(queued_deliveries(tx), ElementsAre("Create https://b.test/inbox"));
}

// Those who were suspended since hear that a boost is taken back, and must not get what they could not read.
TEST_F(OutgoingStatuses, TheUndoOfABoostOnlyNamesWhatWasForFollowers) {
    const auto id = make_status(tx, alice, "between us", Visibility::Private);
    ASSERT_TRUE(reblog(tx, alice, id, Visibility::Private));
    EXPECT_TRUE(last_document(tx).at("object").is_object()) << "they could not fetch it";

    ASSERT_TRUE(unreblog(tx, alice, id));

    EXPECT_EQ(last_document(tx).at("type"), "Undo");
    EXPECT_EQ(last_document(tx).at("object").at("object"),
              json::Value(std::string(kAlice) + "/statuses/" + to_string(id)));
}

TEST_F(OutgoingStatuses, AnEditOfWordsAndOfWhoMayQuoteIsToldOnce) {
    const auto id = make_status(tx, alice, "hello");
    forget_deliveries(tx);

    ASSERT_TRUE(edit(tx, alice, id,
                     {.text = "hullo", .spoiler_text = "", .language = {}, .poll = {}, .quote_policy = "nobody"}));

    EXPECT_THAT(queued_deliveries(tx), ElementsAre("Update https://a.test/inbox", "Update https://b.test/inbox"));
    EXPECT_EQ(last_document(tx).at("object").at("content"), "<p>hullo</p>");
    forget_deliveries(tx);
    ASSERT_TRUE(edit(tx, alice, id,
                     {.text = "hullo", .spoiler_text = "", .language = {}, .poll = {}, .quote_policy = "public"}));
    EXPECT_THAT(queued_deliveries(tx), ElementsAre("Update https://a.test/inbox", "Update https://b.test/inbox"));
}

TEST_F(OutgoingStatuses, ADirectPostIsDeletedWhereItWasRead) {
    const auto id = make_status(tx, alice, "hello @bob@remote.test", Visibility::Direct);
    forget_deliveries(tx);

    ASSERT_TRUE(delete_status(tx, alice, id));

    EXPECT_THAT(queued_deliveries(tx), ElementsAre("Delete https://remote.test/inbox"));
}

TEST_F(OutgoingStatuses, ABoostGoesToFollowersAndTheAuthor) {
    const auto id = make_remote_status(tx, bob);

    const auto boost = reblog(tx, alice, id, Visibility::Public);
    ASSERT_TRUE(reblog(tx, alice, id, Visibility::Public));

    EXPECT_THAT(queued_deliveries(tx), ElementsAre("Announce https://a.test/inbox", "Announce https://b.test/inbox",
                                                   "Announce https://remote.test/inbox"));
    const auto sent = last_document(tx);
    EXPECT_EQ(sent.at("object"), json::Value("https://remote.test/users/bob/statuses/" + to_string(id)));
    EXPECT_EQ(sent.at("cc").at(0), "https://remote.test/users/bob");
    forget_deliveries(tx);

    ASSERT_TRUE(unreblog(tx, alice, id));

    EXPECT_THAT(queued_deliveries(tx), ElementsAre("Undo https://a.test/inbox", "Undo https://b.test/inbox",
                                                   "Undo https://remote.test/inbox"));
    EXPECT_EQ(last_document(tx).at("object").at("type"), "Announce");
    EXPECT_EQ(last_document(tx).at("object").at("id"), sent.at("id"));
    EXPECT_TRUE(boost);
}

TEST_F(OutgoingStatuses, AFavouriteGoesToTheAuthorAlone) {
    const auto id = make_remote_status(tx, bob);

    ASSERT_TRUE(favourite(tx, alice, id));
    ASSERT_TRUE(favourite(tx, alice, id));

    EXPECT_THAT(queued_deliveries(tx), ElementsAre("Like https://remote.test/users/bob/inbox"));
    const auto sent = last_document(tx);
    EXPECT_EQ(sent.at("object"), json::Value("https://remote.test/users/bob/statuses/" + to_string(id)));
    forget_deliveries(tx);

    ASSERT_TRUE(unfavourite(tx, alice, id));
    ASSERT_TRUE(unfavourite(tx, alice, id));

    EXPECT_THAT(queued_deliveries(tx), ElementsAre("Undo https://remote.test/users/bob/inbox"));
    EXPECT_EQ(last_document(tx).at("object").at("id"), sent.at("id"));
}

TEST_F(OutgoingStatuses, WhatOthersDoIsNotSentOn) {
    const auto id = make_status(tx, alice, "hello");
    forget_deliveries(tx);

    ASSERT_TRUE(favourite(tx, bob, id));
    ASSERT_TRUE(favourite(tx, carol, id));
    ASSERT_TRUE(reblog(tx, bob, id, Visibility::Public));
    ASSERT_TRUE(unreblog(tx, bob, id));
    make_reply(tx, bob, id, "hi");
    make_remote_status(tx, bob);

    EXPECT_THAT(queued_deliveries(tx), IsEmpty());
}

TEST_F(OutgoingStatuses, PinsAreAddedAndRemoved) {
    const auto id = make_status(tx, alice, "hello");
    forget_deliveries(tx);

    ASSERT_TRUE(pin(tx, alice, id));
    ASSERT_TRUE(pin(tx, alice, id));
    EXPECT_THAT(queued_deliveries(tx), ElementsAre("Add https://a.test/inbox", "Add https://b.test/inbox"));
    EXPECT_EQ(last_document(tx).at("target"), "https://akebono.test/users/alice/collections/featured");
    EXPECT_EQ(last_document(tx).at("object"), json::Value(std::string(kAlice) + "/statuses/" + to_string(id)));
    forget_deliveries(tx);
    ASSERT_TRUE(unpin(tx, alice, id));
    ASSERT_TRUE(unpin(tx, alice, id));
    EXPECT_THAT(queued_deliveries(tx), ElementsAre("Remove https://a.test/inbox", "Remove https://b.test/inbox"));
}

TEST_F(OutgoingStatuses, VotesGoToTheAuthorOneByOne) {
    Draft draft = question();
    draft.poll->is_multiple = true;
    const auto id = make_status(tx, bob, draft);
    tx.exec("update statuses set uri = 'https://remote.test/questions/1' where id = $1", {id});

    ASSERT_TRUE(vote(tx, alice, poll_of(tx, id), {0, 1}));

    EXPECT_THAT(queued_deliveries(tx), ElementsAre("Create https://remote.test/users/bob/inbox",
                                                   "Create https://remote.test/users/bob/inbox"));
    const auto sent = last_document(tx);
    EXPECT_EQ(sent.at("object").at("name"), "no");
    EXPECT_EQ(sent.at("object").at("inReplyTo"), "https://remote.test/questions/1");
    EXPECT_EQ(sent.at("object").at("to"), "https://remote.test/users/bob");
    EXPECT_EQ(sent.at("to"), "https://remote.test/users/bob");
    EXPECT_FALSE(sent.at("object").as_object().contains("content"));
    EXPECT_THAT(waiting_jobs(tx), Not(testing::Contains("send_tally")));
}

TEST_F(OutgoingStatuses, CountsOfAPollAreToldOnceInAWhile) {
    const auto id = make_status(tx, alice, question());
    ASSERT_TRUE(reblog(tx, make_remote(tx, {.domain = "booster.test"}), id, Visibility::Public));
    forget_deliveries(tx);
    ASSERT_TRUE(vote(tx, bob, poll_of(tx, id), {0}));
    ASSERT_TRUE(vote(tx, carol, poll_of(tx, id), {1}));
    EXPECT_THAT(queued_deliveries(tx), IsEmpty());
    EXPECT_EQ(tx.query_integer("select count(*) from jobs where name = 'send_tally' and run_at = $1",
                               {tx.now() + std::chrono::minutes(3)}),
              1);

    send_tally_job(jobs::Arguments({{"poll_id", poll_of(tx, id).value}}), tx);

    EXPECT_THAT(queued_deliveries(tx),
                ElementsAre("Update https://a.test/inbox", "Update https://b.test/inbox",
                            "Update https://booster.test/inbox", "Update https://remote.test/inbox"));
    EXPECT_EQ(last_document(tx).at("object").at("votersCount"), 2);
}

TEST_F(OutgoingStatuses, HiddenCountsAreToldAtTheEnd) {
    const auto id = make_status(tx, alice, question(true));
    forget_deliveries(tx);
    ASSERT_TRUE(vote(tx, bob, poll_of(tx, id), {0}));
    EXPECT_THAT(waiting_jobs(tx), Not(testing::Contains("send_tally")));
    tx.exec("update polls set expires_at = $2 where status_id = $1", {id, tx.now()});

    close_poll(jobs::Arguments({{"poll_id", poll_of(tx, id).value}}), tx);

    EXPECT_THAT(queued_deliveries(tx), testing::Contains("Update https://remote.test/inbox"));
    EXPECT_EQ(last_document(tx).at("object").at("oneOf").at(0).at("replies").at("totalItems"), 1);
    EXPECT_TRUE(last_document(tx).at("object").as_object().contains("closed"));
}

TEST_F(OutgoingStatuses, WhatFewCareForIsFoundByIndexes) {
    const auto id = make_status(tx, alice, "hello @bob@remote.test");

    EXPECT_ALL_WALK_INDEXES(tx, [&] { ask_reach_of_new(tx, id); });
    EXPECT_ALL_WALK_INDEXES(tx, [&] { reach(tx, id); });
    EXPECT_ALL_WALK_INDEXES(tx, [&] { ask_reach_of_deletion(tx, id); });
    EXPECT_ALL_WALK_INDEXES(tx, [&] { reach_of_tally(tx, id); });
}

// On a server that knows nobody elsewhere.
TEST(OutgoingAtHome, CostsOneStatementAtMost) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice"), carol = make_person(tx);
    make_follow(tx, carol.id, alice.id);
    const auto id = make_status(tx, alice, question());
    Status status;
    status.id = id;
    status.author = alice.id;

    EXPECT_EQ(statements_of(tx, [&] { send_new(tx, alice.id, id, ask_reach_of_new(tx, id)); }), 1);
    EXPECT_EQ(statements_of(tx, [&] { send_update(tx, alice.id, id); }), 1);
    EXPECT_EQ(statements_of(tx, [&] { send_tally(tx, alice.id, id); }), 1);
    EXPECT_EQ(statements_of(tx, [&] { send_deletion(tx, alice, status, ask_reach_of_deletion(tx, id)); }), 1);
    EXPECT_EQ(statements_of(tx, [&] { send_pin(tx, alice, id); }), 1);
    ASSERT_TRUE(vote(tx, carol, poll_of(tx, id), {0}));
    EXPECT_THAT(waiting_jobs(tx), Not(testing::Contains("send_tally")));
    EXPECT_EQ(tx.query_integer("select count(*) from delivery_documents"), 0);
}

TEST(WhoShowed, WalksIndexes) {
    db::Tx tx = TestDb().begin();
    federation::Activity activity;
    activity.original = "{}";
    activity.document = {{"signature", json::Object()}};

    EXPECT_ALL_WALK_INDEXES(tx, [&] { who_showed(tx, activity, StatusId{1}); });
}

// "Create" and its like, of those which are to bear a signature within.
std::vector<std::string> signed_within(db::Tx& tx) {
    std::vector<std::string> types;
    auto rows = tx.query("select document from delivery_documents where lacks_signature order by id");
    while (rows.next()) types.emplace_back(json::parse(rows.text(0))->at("type").as_string());
    return types;
}

// A post and its end, as they go to a follower elsewhere.
void post_and_delete(db::Tx& tx, Visibility visibility) {
    const auto alice = make_person(tx, "alice");
    make_follow(tx, make_remote(tx).id, alice.id);
    const auto id = make_status(tx, alice, "hello", visibility);
    ASSERT_TRUE(delete_status(tx, alice, id));
}

TEST(OutgoingSignatures, StandWithinWhatIsForEverybody) {
    for (const auto visibility : {Visibility::Public, Visibility::Unlisted}) {
        db::Tx tx = TestDb().begin();
        post_and_delete(tx, visibility);
        EXPECT_THAT(signed_within(tx), ElementsAre("Create", "Delete"));
    }
    for (const auto visibility : {Visibility::Private, Visibility::Direct}) {
        db::Tx tx = TestDb().begin();
        post_and_delete(tx, visibility);
        EXPECT_THAT(signed_within(tx), IsEmpty());
    }
}

// Where documents are for those alone who sign what they ask, nobody shall be able to pass them on; that they are gone,
// everybody.
TEST(OutgoingSignatures, AreOfDeletionsAloneWhereWhoAsksMustSign) {
    TestDb database;
    database.world().config.federation_authorized_fetch = true;
    db::Tx tx = database.begin();

    post_and_delete(tx, Visibility::Public);

    EXPECT_THAT(signed_within(tx), ElementsAre("Delete"));
}

} // namespace
} // namespace statuses
