#include "federation/relays.h"
#include "support/fediverse.h"
#include "support/status_builders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// What relays pass on to us.
namespace {

class Relayed : public testing::Test {
protected:
    void subscribe(federation::RelayState state, const std::string& inbox = "http://remote.test/users/relay/inbox") {
        fediverse.write([&](db::Tx& tx) {
            ASSERT_TRUE(federation::add_relay(tx, inbox));
            if (state == federation::RelayState::Asked) return;
            auto rows = tx.query("select follow_uri from relays");
            ASSERT_TRUE(rows.next());
            ASSERT_TRUE(federation::answer_relay(tx, rows.string(0), relay.uri, state));
        });
    }
    std::string follow_uri() {
        return fediverse.read<std::string>([&](db::Tx& tx) {
            auto rows = tx.query("select follow_uri from relays");
            return rows.next() ? rows.string(0) : std::string();
        });
    }
    json::Object announce(const std::string& uri) {
        return {{"@context", "https://www.w3.org/ns/activitystreams"},
                {"id", relay.url("#announce/1")},
                {"type", "Announce"},
                {"actor", relay.uri},
                {"to", {"https://www.w3.org/ns/activitystreams#Public"}},
                {"object", uri}};
    }
    std::string put_note() {
        const auto note = Fediverse::note(dave, "1", "passed on");
        fediverse.put("http://other.test/users/dave/statuses/1", note);
        return "http://other.test/users/dave/statuses/1";
    }
    std::size_t public_posts() { return fediverse.client().get("/api/v1/timelines/public").json().as_array().size(); }

    Fediverse fediverse;
    accounts::Account alice = fediverse.person("alice");
    Fediverse::Actor relay = fediverse.known_actor("relay");
    Fediverse::Actor dave = fediverse.actor("dave", "other.test");
};

TEST_F(Relayed, WhatARelayNamesIsFetchedWhereItComesFrom) {
    subscribe(federation::RelayState::Accepted);
    const auto uri = put_note();

    EXPECT_EQ(fediverse.deliver(relay, announce(uri)), 202);

    EXPECT_TRUE(fediverse.status(uri));
    EXPECT_EQ(public_posts(), 1u); // The post, and no boost of it.
    EXPECT_EQ(
        fediverse.read<std::int64_t>([](db::Tx& tx) { return *tx.query_integer("select count(*) from statuses"); }), 1);
}

TEST_F(Relayed, WhatARelayPassesOnAsItStandsIsFetchedWhereItComesFrom) {
    const auto uri = put_note();
    auto passed = Fediverse::create(Fediverse::note(dave, "1", "forged"));
    fediverse.deliver(relay, passed);
    EXPECT_FALSE(fediverse.status(uri)); // It is no relay of ours yet.
    subscribe(federation::RelayState::Accepted);

    EXPECT_EQ(fediverse.deliver(relay, passed), 202);

    const auto posts = fediverse.client().get("/api/v1/timelines/public").json().as_array();
    ASSERT_EQ(posts.size(), 1u);
    EXPECT_EQ(posts.at(0).at("content").as_string(), "<p>passed on</p>");
    EXPECT_TRUE(posts.at(0).at("reblog").is_null());
}

// Where a server is one for people, too, its inbox is everybody's there.
TEST_F(Relayed, OfAServerTheRelayAloneIsOne) {
    subscribe(federation::RelayState::Accepted, "http://remote.test/inbox");
    const auto uri = put_note();
    const auto bob = fediverse.known_actor("bob");
    auto by_bob = announce(uri);
    by_bob["actor"] = bob.uri;
    by_bob["id"] = bob.url("#announce/1");

    EXPECT_EQ(fediverse.deliver(bob, by_bob), 202);
    EXPECT_FALSE(fediverse.status(uri));

    EXPECT_EQ(fediverse.deliver(relay, announce(uri)), 202);
    EXPECT_TRUE(fediverse.status(uri));
}

TEST_F(Relayed, ABoostThatARelayPassesOnAsItStandsNamesItsPost) {
    const auto uri = put_note();
    const auto erin = fediverse.actor("erin", "nice.test");
    auto boost = announce(uri);
    boost["actor"] = erin.uri;
    boost["id"] = erin.url("#announce/1");
    fediverse.deliver(relay, boost);
    EXPECT_FALSE(fediverse.status(uri));
    subscribe(federation::RelayState::Accepted);

    EXPECT_EQ(fediverse.deliver(relay, boost), 202);

    EXPECT_EQ(public_posts(), 1u); // The post, and no boost of it.
    EXPECT_EQ(fediverse.requests_for(erin.uri), 0);
}

TEST_F(Relayed, NothingIsTakenFromWhoIsNoRelayOfOurs) {
    const auto uri = put_note();
    fediverse.deliver(relay, announce(uri));
    EXPECT_FALSE(fediverse.status(uri));

    subscribe(federation::RelayState::Asked);
    fediverse.deliver(relay, announce(uri));

    EXPECT_FALSE(fediverse.status(uri));
}

TEST_F(Relayed, WhatCannotBeFetchedNowIsFetchedLater) {
    subscribe(federation::RelayState::Accepted);
    const auto uri = put_note();
    fediverse.put(uri, FakePage{.status = 503, .body = ""});
    fediverse.deliver(relay, announce(uri));
    EXPECT_EQ(public_posts(), 0u);

    put_note();
    fediverse.world().clock.advance(std::chrono::minutes(1));
    fediverse.settle();

    EXPECT_EQ(public_posts(), 1u);
}

// Row 3 of the classes of past vulnerabilities: what a relay puts in is not believed.
TEST_F(Relayed, Security03_WhatARelaySaysOfAPostIsNotBelieved) {
    subscribe(federation::RelayState::Accepted);
    const auto uri = put_note();
    auto forged = Fediverse::note(dave, "1", "forged");
    auto activity = announce(uri);
    activity["object"] = forged;

    fediverse.deliver(relay, activity);
    fediverse.deliver(relay, Fediverse::create(Fediverse::note(dave, "2", "forged, too")));

    EXPECT_FALSE(fediverse.status("http://other.test/users/dave/statuses/2"));
    const auto posts = fediverse.client().get("/api/v1/timelines/public").json().as_array();
    ASSERT_EQ(posts.size(), 1u);
    EXPECT_EQ(posts.at(0).at("content").as_string(), "<p>passed on</p>");
}

TEST_F(Relayed, OnlyTheRelayItselfAnswersOurFollow) {
    subscribe(federation::RelayState::Asked);
    const auto answer = [&](const Fediverse::Actor& actor, std::string_view type) {
        return json::Object{{"@context", "https://www.w3.org/ns/activitystreams"},
                            {"id", actor.url("#answers/" + std::string(type))},
                            {"type", type},
                            {"actor", actor.uri},
                            {"object",
                             {{"id", follow_uri()},
                              {"type", "Follow"},
                              {"actor", "http://akebono.test/actor"},
                              {"object", "https://www.w3.org/ns/activitystreams#Public"}}}};
    };
    const auto state = [&] {
        return fediverse.read<int>([](db::Tx& tx) { return static_cast<int>(federation::relays(tx).at(0).state); });
    };
    const auto eve = fediverse.known_actor("eve", "evil.test");

    fediverse.deliver(eve, answer(eve, "Accept"));
    EXPECT_EQ(state(), 0);
    fediverse.deliver(relay, answer(relay, "Accept"));
    EXPECT_EQ(state(), 1);
    const auto bob = fediverse.known_actor("bob");
    fediverse.deliver(bob, answer(bob, "Reject"));
    EXPECT_EQ(state(), 1);
    fediverse.deliver(relay, answer(relay, "Reject"));
    EXPECT_EQ(state(), 2);
}

} // namespace
