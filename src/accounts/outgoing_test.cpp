#include "accounts/outgoing.h"

#include "accounts/outgoing_jobs.h"
#include "accounts/profile.h"
#include "federation/relays.h"
#include "moderation/reports.h"
#include "relationships/follows.h"
#include "support/builders.h"
#include "support/federation_builders.h"
#include "support/plans.h"
#include "support/status_builders.h"
#include "support/test_db.h"
#include "tags/featured.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace accounts {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

void give_key(db::Tx& tx, AccountId id) {
    tx.exec("insert into own_keys (account_id, private_key, public_key, created_at) values ($1, '', 'PEM', $2)",
            {id, tx.now()});
}

std::int64_t waiting_profiles(db::Tx& tx) {
    return *tx.query_integer("select count(*) from jobs where name = 'send_profile'");
}

TEST(OutgoingProfile, IsSentOnceHoweverOftenItChanges) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    make_follow(tx, make_remote(tx).id, alice.id);
    give_key(tx, alice.id);

    ASSERT_TRUE(change_profile(tx, alice, {.display_name = "Alice"}));
    ASSERT_TRUE(change_profile(tx, alice, {.display_name = "Alicia"}));
    remove_picture(tx, alice.id, Picture::Avatar);

    EXPECT_EQ(waiting_profiles(tx), 1);
    send_profile_job(jobs::Arguments({{"account_id", alice.id.value}}), tx);
    EXPECT_THAT(queued_deliveries(tx), ElementsAre("Update https://remote.test/inbox"));
    const auto sent = last_document(tx);
    EXPECT_EQ(sent.at("object").at("name"), "Alicia");
    EXPECT_EQ(sent.at("object").at("publicKey").at("publicKeyPem"), "PEM");
    EXPECT_FALSE(sent.at("object").as_object().contains("@context"));
}

TEST(OutgoingProfile, ReachesThoseWhoCareWhoSomebodyIs) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto follower = make_remote(tx, {.domain = "a.test"}), reporter = make_remote(tx, {.domain = "b.test"}),
               followed = make_remote(tx, {.domain = "d.test"}), asked = make_remote(tx, {.domain = "e.test"});
    make_remote(tx, {.username = "carl", .domain = "c.test"});
    make_remote(tx, {.domain = "stranger.test"});
    make_follow(tx, follower.id, alice.id);
    make_follow(tx, alice.id, followed.id);
    ASSERT_TRUE(moderation::report(tx, reporter, {.target = alice.id}));
    ASSERT_TRUE(relationships::follow(tx, alice, asked.id));
    make_status(tx, alice, "hello @carl@c.test");
    for (const auto* relay : {"https://relay.test/inbox", "https://silent.test/inbox"}) {
        ASSERT_TRUE(federation::add_relay(tx, relay));
    }
    tx.exec("update relays set state = 1 where inbox_url = 'https://relay.test/inbox'");

    EXPECT_THAT(account_reach(tx, alice.id),
                ElementsAre("https://a.test/inbox", "https://b.test/inbox", "https://c.test/inbox",
                            "https://d.test/inbox", "https://e.test/inbox", "https://relay.test/inbox"));
    EXPECT_ALL_WALK_INDEXES(tx, [&] { account_reach(tx, alice.id); });
}

TEST(OutgoingProfile, NobodyElsewhereIsToldNothing) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");

    ASSERT_TRUE(change_profile(tx, alice, {.display_name = "Alice"}));

    EXPECT_EQ(waiting_profiles(tx), 0);
    EXPECT_EQ(statements_of(tx, [&] { announce_profile(tx, alice.id); }), 1);
}

TEST(OutgoingTags, FeaturedHashtagsAreAddedAndRemoved) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    make_follow(tx, make_remote(tx).id, alice.id);
    const auto tag = tags::ensure_tag(tx, {.id = {}, .name = "cats", .display_name = "Cats"});

    ASSERT_TRUE(tags::feature_tag(tx, alice.id, tag));
    ASSERT_TRUE(tags::feature_tag(tx, alice.id, tag));
    tags::unfeature_tag(tx, alice.id, tag.id);
    tags::unfeature_tag(tx, alice.id, tag.id);

    EXPECT_THAT(queued_deliveries(tx),
                ElementsAre("Add https://remote.test/inbox", "Remove https://remote.test/inbox"));
    EXPECT_EQ(last_document(tx).at("object").at("type"), "Hashtag");
    EXPECT_EQ(last_document(tx).at("object").at("name"), "#cats");
    EXPECT_EQ(last_document(tx).at("target"), "https://akebono.test/users/alice/collections/featured");
}

TEST(OutgoingTags, ReachWhoeverCaresWhoSomebodyIs) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    make_remote(tx, {.username = "bob", .domain = "mentioned.test"});
    make_status(tx, alice, "hello @bob@mentioned.test");
    forget_deliveries(tx);

    ASSERT_TRUE(
        tags::feature_tag(tx, alice.id, tags::ensure_tag(tx, {.id = {}, .name = "cats", .display_name = "Cats"})));

    EXPECT_THAT(queued_deliveries(tx), ElementsAre("Add https://mentioned.test/inbox"));
}

// Row 50 of the classes of past vulnerabilities.
TEST(Security50, AReportThatIsForwardedLeadsToNobody) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto bob = make_remote(tx, {.username = "bob"});
    const auto status = make_remote_status(tx, bob, "rude");

    ASSERT_TRUE(moderation::report(
        tx, alice, {.target = bob.id, .statuses = {status}, .comment = "bad words", .wants_forward = true}));

    EXPECT_THAT(queued_deliveries(tx), ElementsAre("Flag https://remote.test/users/bob/inbox"));
    const auto sent = last_document(tx);
    EXPECT_EQ(sent.at("actor"), "https://akebono.test/actor");
    EXPECT_EQ(sent.at("content"), "bad words");
    EXPECT_EQ(sent.at("object").at(0), "https://remote.test/users/bob");
    EXPECT_EQ(sent.at("object").at(1), json::Value("https://remote.test/users/bob/statuses/" + to_string(status)));
    EXPECT_THAT(boost::json::serialize(sent), Not(HasSubstr("alice")));
    EXPECT_EQ(tx.query_integer("select account_id from delivery_documents"), -99);
}

TEST(OutgoingReports, GoToTheServersThatTheReporterChooses) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice");
    const auto bob = make_remote(tx, {.username = "bob"}), erin = make_remote(tx, {.domain = "answered.test"});
    const auto rude = make_remote_status(tx, bob, "rude");
    tx.exec("update statuses set in_reply_to_account_id = $2 where id = $1", {rude, erin.id});
    const auto sent_to = [&](const std::vector<std::string>& domains) {
        forget_deliveries(tx);
        EXPECT_TRUE(moderation::report(
            tx, alice, {.target = bob.id, .statuses = {rude}, .wants_forward = true, .forward_to = domains}));
        return queued_deliveries(tx);
    };
    const std::string answered = "Flag https://answered.test/inbox",
                      target = "Flag https://remote.test/users/bob/inbox";

    EXPECT_THAT(sent_to({"answered.test"}), ElementsAre(answered));
    EXPECT_THAT(sent_to({"remote.test"}), ElementsAre(target));
    EXPECT_THAT(sent_to({"remote.test", "answered.test"}), ElementsAre(answered, target));
    EXPECT_THAT(sent_to({"stranger.test"}), IsEmpty());
}

TEST(OutgoingReports, StayHereUnlessTheyAreWantedElsewhere) {
    db::Tx tx = TestDb().begin();
    const auto alice = make_person(tx, "alice"), carol = make_person(tx);
    const auto bob = make_remote(tx);

    ASSERT_TRUE(moderation::report(tx, alice, {.target = bob.id}));
    ASSERT_TRUE(moderation::report(tx, alice, {.target = carol.id, .wants_forward = true}));
    ASSERT_TRUE(moderation::report(tx, bob, {.target = alice.id, .wants_forward = true}));

    EXPECT_THAT(queued_deliveries(tx), IsEmpty());
}

} // namespace
} // namespace accounts
