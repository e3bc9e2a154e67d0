#include "federation/cluster.h"

#include "accounts/accounts.h"
#include "accounts/aliases.h"
#include "accounts/moving.h"
#include "accounts/remote_accounts.h"
#include "auth/leaving.h"
#include "federation/relays.h"
#include "moderation/domain_blocks.h"
#include "moderation/servers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// What those who run a server decide about others: limits, lists, moves of their people.
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Moderated : public testing::Test {
protected:
    void block(ClusterServer& server, const std::string& domain, moderation::Severity severity) {
        server.write(
            [&](db::Tx& tx) { ASSERT_TRUE(moderation::block_domain(tx, {.domain = domain, .severity = severity})); });
    }

    Cluster cluster_{"a.test", "b.test", "c.test"};
    ClusterServer& a_ = cluster_["a.test"];
    ClusterServer& b_ = cluster_["b.test"];
    FederatedPerson alice_ = a_.sign_up("alice");
    FederatedPerson bob_ = b_.sign_up("bob");
};

TEST_F(Moderated, ASuspendedServerIsPartedWithOnBothSides) {
    alice_.follow(bob_.handle());
    bob_.follow(alice_.handle());
    cluster_.settle();
    bob_.post("before");
    cluster_.settle();
    ASSERT_FALSE(alice_.home().empty());

    block(a_, "b.test", moderation::Severity::Suspend);
    cluster_.settle();

    EXPECT_THAT(alice_.home(), IsEmpty());
    EXPECT_EQ(bob_.relationship(alice_.handle()).at("following"), false);
    EXPECT_EQ(bob_.relationship(alice_.handle()).at("followed_by"), false);
    alice_.post("@bob@b.test are you there?");
    bob_.post("@alice@a.test hello?");
    cluster_.settle();
    EXPECT_THAT(bob_.notifications(), Not(Contains(HasSubstr("mention"))));
    EXPECT_THAT(alice_.notifications(), Not(Contains(HasSubstr("mention"))));
    EXPECT_TRUE(a_.count("select count(*) from statuses where not is_local") == 0);
}

TEST_F(Moderated, WhoDeletesTheirAccountIsGoneEverywhere) {
    auto& c = cluster_["c.test"];
    auto carol = c.sign_up("carol");
    alice_.follow(bob_.handle());
    bob_.follow(alice_.handle());
    ASSERT_FALSE(carol.find_account("@" + alice_.handle()).is_null());
    ASSERT_FALSE(alice_.find_account("@" + carol.handle()).is_null());
    cluster_.settle();
    alice_.post("good morning");
    cluster_.settle();
    ASSERT_FALSE(bob_.home().empty());

    a_.write([](db::Tx& tx) { auth::leave(tx, auth::find_user_by_username(tx, "alice").value()); });
    cluster_.settle();

    EXPECT_THAT(bob_.home(), IsEmpty());
    EXPECT_EQ(b_.count("select count(*) from accounts where username = 'alice'"), 0);
    EXPECT_EQ(b_.count("select count(*) from follows"), 0);
    EXPECT_EQ(a_.count("select count(*) from statuses"), 0);
    cluster_.advance(std::chrono::minutes(1));
    cluster_.settle();
    EXPECT_EQ(c.count("select count(*) from accounts where username = 'alice'"), 0) << "although she had nothing there";
    EXPECT_TRUE(carol.find_account("@" + alice_.handle()).is_null());
    cluster_.advance(std::chrono::days(9));
    cluster_.settle();
    EXPECT_EQ(a_.count("select count(*) from own_keys where account_id > 0"), 0);
}

TEST_F(Moderated, ASuspendedServerMayComeBack) {
    block(a_, "b.test", moderation::Severity::Suspend);
    cluster_.settle();
    EXPECT_TRUE(alice_.find_account("@" + bob_.handle()).is_null());

    a_.write([&](db::Tx& tx) {
        ASSERT_TRUE(moderation::unblock_domain(tx, moderation::find_domain_block(tx, "b.test")->id));
    });
    cluster_.settle();

    EXPECT_FALSE(alice_.find_account("@" + bob_.handle()).is_null());
    alice_.follow(bob_.handle());
    cluster_.settle();
    EXPECT_EQ(alice_.relationship(bob_.handle()).at("following"), true);
}

TEST_F(Moderated, ASilencedServersFollowsAreAsked) {
    block(a_, "b.test", moderation::Severity::Silence);
    bob_.follow(alice_.handle());
    cluster_.settle();

    EXPECT_EQ(bob_.relationship(alice_.handle()).at("requested"), true);
}

TEST_F(Moderated, ServersThatWantSignaturesSpeakWithEachOther) {
    for (auto* server : {&a_, &b_}) server->world().config.federation_authorized_fetch = true;

    alice_.follow(bob_.handle());
    bob_.follow(alice_.handle());
    cluster_.settle();
    const auto post = bob_.post("for those who sign");
    cluster_.settle();

    EXPECT_EQ(alice_.relationship(bob_.handle()).at("following"), true);
    EXPECT_EQ(bob_.relationship(alice_.handle()).at("following"), true);
    EXPECT_THAT(alice_.home(), Contains(HasSubstr("for those who sign")));
    const auto older = b_.sign_up("carol").post("found by its address");
    EXPECT_FALSE(alice_.find_status(older).is_null());
}

TEST_F(Moderated, ServersThatWantSignaturesShowStrangersNothing) {
    b_.world().config.federation_authorized_fetch = true;
    const auto post = bob_.post("for those who sign");
    const std::string path = "/users/bob/statuses/" + std::string(post.at("id").as_string());
    HttpClient stranger(b_.port());
    const http::Headers accept = {{"Accept", "application/activity+json"}};

    for (const std::string& asked :
         {path, path + "/activity", path + "/replies", std::string("/users/bob/outbox"),
          std::string("/users/bob/followers"), std::string("/users/bob/following"),
          std::string("/users/bob/collections/featured"), std::string("/users/bob/collections/tags")}) {
        EXPECT_EQ(stranger.get(asked, accept).status, 401) << asked;
    }
    const auto bare = stranger.get("/users/bob", accept);
    EXPECT_EQ(bare.status, 200);
    EXPECT_TRUE(bare.json().as_object().contains("publicKey"));
    EXPECT_FALSE(bare.json().as_object().contains("name"));
    EXPECT_THAT(bare.header("vary"), HasSubstr("Signature"));
    EXPECT_EQ(stranger.get("/actor", accept).status, 200);
}

TEST_F(Moderated, WithAListOnlyThoseOnItAreSpokenWith) {
    a_.world().config.federation_allow_list = true;
    EXPECT_TRUE(alice_.find_account("@" + bob_.handle()).is_null());

    a_.write(
        [&](db::Tx& tx) { tx.exec("insert into domain_allows (id, domain, created_at) values (1, 'b.test', 1)"); });
    bob_.follow(alice_.handle());
    cluster_.settle();

    EXPECT_EQ(bob_.relationship(alice_.handle()).at("following"), true);
}

// ── moves ──

class Moving : public testing::Test {
protected:
    accounts::Account there(ClusterServer& server, FederatedPerson& who) {
        accounts::Account found;
        server.write([&](db::Tx& tx) { found = accounts::find_by_acct(tx, who.handle()).value(); });
        return found;
    }
    void say_alias(ClusterServer& server, FederatedPerson& who, FederatedPerson& other) {
        who.find_account("@" + other.handle());
        const auto account = there(server, other);
        server.write([&](db::Tx& tx) { ASSERT_TRUE(accounts::add_alias(tx, who.account(), account)); });
    }

    Cluster cluster_{"a.test", "b.test", "c.test"};
    ClusterServer& a_ = cluster_["a.test"];
    ClusterServer& b_ = cluster_["b.test"];
    FederatedPerson alice_ = a_.sign_up("alice");
    FederatedPerson alice_at_b_ = b_.sign_up("alice");
    FederatedPerson carol_ = cluster_["c.test"].sign_up("carol");
    FederatedPerson dave_ = a_.sign_up("dave");
};

TEST_F(Moving, TakesFollowersHereAndElsewhereAlong) {
    carol_.follow(alice_.handle());
    dave_.follow(alice_.handle());
    say_alias(b_, alice_at_b_, alice_);
    cluster_.settle();
    dave_.find_account("@" + alice_at_b_.handle());

    const auto target = there(a_, alice_at_b_);
    a_.write([&](db::Tx& tx) { ASSERT_TRUE(accounts::move(tx, alice_.account(), target)); });
    cluster_.settle();

    EXPECT_EQ(carol_.relationship(alice_at_b_.handle()).at("following"), true);
    EXPECT_EQ(dave_.relationship(alice_at_b_.handle()).at("following"), true);
    EXPECT_EQ(cluster_["c.test"].count("select count(*) from follows"), 1);
    const auto old = carol_.ask("GET", "/api/v1/accounts/lookup?acct=" + alice_.handle());
    EXPECT_EQ(old.at("moved").at("acct").as_string(), alice_at_b_.handle());
    const std::string id(old.at("id").as_string());
    EXPECT_EQ(carol_.call("POST", "/api/v1/accounts/" + id + "/follow").status, 403);
    EXPECT_EQ(alice_.call("GET", "/api/v1/timelines/home").status, 403); // Its owner is elsewhere.
}

TEST_F(Moving, NeedsTheOtherSideToSayItToo) {
    alice_.find_account("@" + alice_at_b_.handle());
    const auto target = there(a_, alice_at_b_);

    a_.write([&](db::Tx& tx) { EXPECT_FALSE(accounts::move(tx, alice_.account(), target)); });
    cluster_.settle();

    EXPECT_EQ(a_.count("select count(*) from accounts where moved_to_account_id is not null"), 0);
}

// ── relays ──

// A relay as they are: it takes what it is sent, and announces it to who follows it.
TEST(Relay, IsAskedAnsweredSentToAndLeft) {
    Cluster cluster{"a.test", "b.test"};
    auto& a = cluster["a.test"];
    auto alice = a.sign_up("alice");
    auto relay = cluster["b.test"].sign_up("relay"); // Its account plays the relay's actor.
    alice.find_account("@" + relay.handle());
    const std::string inbox = "http://b.test/users/relay/inbox";
    a.write([&](db::Tx& tx) { ASSERT_TRUE(federation::add_relay(tx, inbox)); });

    alice.post("nobody has accepted yet");
    EXPECT_EQ(a.count("select count(*) from deliveries"), 1); // The Follow.
    a.write([&](db::Tx& tx) {
        const auto follow = [&] {
            auto rows = tx.query("select follow_uri from relays");
            return rows.next() ? rows.string(0) : std::string();
        }();
        EXPECT_FALSE(federation::answer_relay(tx, follow, "http://evil.test/actor", federation::RelayState::Accepted));
        EXPECT_TRUE(federation::answer_relay(tx, follow, relay.uri(), federation::RelayState::Accepted));
        EXPECT_EQ(federation::relays(tx).at(0).state, federation::RelayState::Accepted);
        tx.exec("delete from deliveries");
    });

    alice.post("for everybody");
    alice.post("not for everybody", "visibility=unlisted");
    EXPECT_EQ(a.count("select count(*) from deliveries where inbox_url = 'http://b.test/users/relay/inbox'"), 1);

    a.write([&](db::Tx& tx) {
        tx.exec("delete from deliveries");
        ASSERT_TRUE(federation::remove_relay(tx, inbox));
        EXPECT_EQ(federation::remove_relay(tx, inbox).error().refusal, base::Refusal::NotFound);
    });
    EXPECT_EQ(a.count("select count(*) from deliveries"), 1); // The Undo.
    alice.post("for everybody again");
    EXPECT_EQ(a.count("select count(*) from deliveries"), 1);
}

} // namespace
