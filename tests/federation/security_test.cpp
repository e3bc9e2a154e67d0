#include "app/receivers.h"
#include "base/ascii.h"
#include "base/metrics.h"
#include "federation/inbox.h"
#include "moderation/domain_blocks.h"
#include "moderation/domain_blocks_jobs.h"
#include "relationships/synchronization_jobs.h"
#include "statuses/lookup.h"
#include "statuses/quotes.h"
#include "statuses/reblogs.h"
#include "support/fediverse.h"
#include "support/raw_server.h"
#include "support/status_builders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

// Classes of past vulnerabilities of others, by their number: those that are tried over sockets.
namespace {

class Attack : public testing::Test {
protected:
    // What bob signs for our inbox.
    http::Outgoing signed_request(const std::string& body, const std::string& url = "http://akebono.test/inbox") {
        http::Outgoing request;
        request.method = http::Method::Post;
        request.url = url;
        request.headers = {{"Content-Type", "application/activity+json"}};
        request.body = body;
        fediverse.world().clock.advance(std::chrono::seconds(1));
        federation::sign(request, bob.key, federation::Scheme::Draft, fediverse.world().clock.now());
        return request;
    }
    int send(const http::Outgoing& request, const std::string& path = "/inbox") {
        return fediverse.client().request("POST", path, request.headers, request.body).status;
    }
    static void change(http::Outgoing& request, std::string_view name, const std::string& value) {
        std::erase_if(request.headers, [&](const auto& header) { return header.first == name; });
        if (!value.empty()) request.headers.emplace_back(name, value);
    }
    std::string follow_body() {
        return boost::json::serialize(json::Object{{"@context", "https://www.w3.org/ns/activitystreams"},
                                                   {"id", bob.url("#follow")},
                                                   {"type", "Follow"},
                                                   {"actor", bob.uri},
                                                   {"object", Fediverse::uri_of(alice)}});
    }
    std::int64_t received() {
        return fediverse.read<std::int64_t>(
            [](db::Tx& tx) { return tx.query_integer("select count(*) from received_activities").value_or(-1); });
    }

    Fediverse fediverse;
    accounts::Account alice = fediverse.person("alice");
    Fediverse::Actor bob = fediverse.known_actor("bob");
};

TEST_F(Attack, Security10_WhatIsNotSignedAsAWholeIsNotTaken) {
    auto changed = signed_request(follow_body());
    changed.body += " ";
    EXPECT_EQ(send(changed), 401);

    auto elsewhere = signed_request(follow_body(), "http://akebono.test/users/alice/inbox");
    EXPECT_EQ(send(elsewhere), 401);
    auto other_host = signed_request(follow_body(), "http://other.test/inbox");
    EXPECT_EQ(send(other_host), 401);

    auto without_digest = signed_request(follow_body());
    change(without_digest, "Digest", "");
    EXPECT_EQ(send(without_digest), 401);

    auto twice = signed_request(follow_body());
    twice.headers.emplace_back("Date", "Tue, 02 Jan 2024 03:04:05 GMT");
    EXPECT_EQ(send(twice), 401);

    EXPECT_EQ(received(), 0);
    EXPECT_EQ(send(signed_request(follow_body())), 202);
}

TEST_F(Attack, Security11_OddSignaturesAreNone) {
    for (const std::string& odd : {std::string("x"), std::string("keyId=\"\""), std::string(9000, 'a'),
                                   "keyId=\"" + bob.key.id + "\",headers=\"date\",signature=\"\"",
                                   "keyId=\"" + bob.key.id + "\",algorithm=\"none\",signature=\"AAAA\""}) {
        auto request = signed_request(follow_body());
        change(request, "Signature", odd);
        const int status = send(request);
        EXPECT_TRUE(status == 400 || status == 401) << odd.substr(0, 80) << ": " << status;
    }
    auto two = signed_request(follow_body());
    two.headers.emplace_back("Signature", "keyId=\"x\",signature=\"AAAA\"");
    EXPECT_EQ(send(two), 401);
    EXPECT_EQ(received(), 0);
}

// Whoever says to be on a server that takes its time holds one thread, and that not for long.
TEST_F(Attack, Security22_AKeyThatHangsIsGivenUp) {
    const RawServer silent([](const std::string&, const RawServer::Peer& peer) { return !peer.is_hung_up(); });
    const RawServer slow([](const std::string&, const RawServer::Peer& peer) {
        peer.send("HTTP/1.1 200 OK\r\nContent-Type: application/activity+json\r\nContent-Length: 1000\r\n\r\n");
        while (peer.send("a")) std::this_thread::sleep_for(std::chrono::milliseconds(20));
        return false;
    });
    fediverse.add_host("silent.test", silent.endpoint());
    fediverse.add_host("slow.test", slow.endpoint());
    for (const std::string host : {"silent.test", "slow.test"}) {
        bob.key.id = "http://" + host + "/users/bob#main-key";
        bob.uri = "http://" + host + "/users/bob";
        const auto sent = signed_request(follow_body());
        http::Request request;
        request.method = http::Method::Post;
        request.target = request.path = "/inbox";
        request.headers.emplace_back("host", "akebono.test");
        for (const auto& [name, value] : sent.headers) request.headers.emplace_back(base::ascii_lower(name), value);
        request.body = sent.body;
        request.may_wait = true;
        const auto begun = std::chrono::steady_clock::now();

        const auto taken = federation::take_in(request, fediverse.database(), std::nullopt, app::receivers(),
                                               std::chrono::milliseconds(200));

        ASSERT_FALSE(taken) << host;
        EXPECT_EQ(taken.error().refusal, base::Refusal::Unavailable) << taken.error().message;
        EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(3)) << host;

        // For a while it is not asked again, and nobody waits for it.
        for (const bool may_wait : {true, false}) {
            request.may_wait = may_wait;
            const auto again = federation::take_in(request, fediverse.database(), std::nullopt, app::receivers(),
                                                   std::chrono::milliseconds(200));
            ASSERT_FALSE(again) << host;
            EXPECT_EQ(again.error().refusal, base::Refusal::Unavailable) << again.error().message;
        }
    }
    EXPECT_EQ(silent.requests().size(), 1u);
    EXPECT_EQ(slow.requests().size(), 1u);
    EXPECT_EQ(received(), 0);
    EXPECT_LE(federation::kKeyPatience, std::chrono::seconds(20));
}

// A list of followers that has no end, or names everybody here, costs no more than it may.
TEST_F(Attack, Security26_AListOfFollowersMakesNotEverybodyWrite) {
    json::Array everybody;
    fediverse.write([&](db::Tx& tx) {
        for (int i = 0; i < 250; ++i) everybody.emplace_back(Fediverse::uri_of(make_account(tx)));
    });
    const std::string url = bob.url("/synchronization");
    fediverse.put(url, {{"@context", "https://www.w3.org/ns/activitystreams"},
                        {"id", url},
                        {"type", "OrderedCollection"},
                        {"orderedItems", everybody}});
    const jobs::Arguments arguments({{"account_id", fediverse.account_of(bob).value}, {"url", url}});

    relationships::synchronize_followers(arguments, fediverse.database());

    EXPECT_EQ(
        fediverse.read<std::int64_t>([](db::Tx& tx) { return *tx.query_integer("select count(*) from deliveries"); }),
        200);
}

TEST_F(Attack, AFloodFromOneServerIsPutOffAndOthersAreHeard) {
    const auto carol = fediverse.known_actor("carol", "other.test");
    fediverse.write([&](db::Tx& tx) { tx.exec(R"(
            with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < 7000)
            insert into received_activities (id, actor_id, activity, run_at, received_at)
            select n, $1, '{}', $2, $2 from numbers)", {fediverse.account_of(bob), tx.now()}); });

    const auto request = signed_request(follow_body());
    const auto put_off = fediverse.client().request("POST", "/inbox", request.headers, request.body);
    EXPECT_EQ(put_off.status, 429);
    EXPECT_EQ(put_off.header("Retry-After"), "60");
    EXPECT_EQ(received(), 7000);
    EXPECT_EQ(fediverse.send(carol, Fediverse::create(Fediverse::note(carol, "1", "hi"))), 202);

    fediverse.write([](db::Tx& tx) { tx.exec("delete from received_activities"); });
    EXPECT_EQ(send(signed_request(follow_body())), 202); // A second later.
}

TEST_F(Attack, Security44_WhoIsSuspendedIsNotSeenByDetours) {
    fediverse.let_follow(alice, bob);
    const auto note = Fediverse::note(bob, "1", "unwanted");
    fediverse.deliver(bob, Fediverse::create(note));
    const auto post = fediverse.status("http://remote.test/users/bob/statuses/1").value();
    const auto carol = fediverse.person("carol");
    auto reader = fediverse.sign_in("reader");
    StatusId quoting;
    fediverse.write([&](db::Tx& tx) {
        ASSERT_TRUE(statuses::reblog(tx, carol, post, statuses::Visibility::Public));
        quoting = make_status(tx, carol, "look at this");
        statuses::insert_quote(tx, {.status = quoting,
                                    .author = carol.id,
                                    .quoted = post,
                                    .quoted_author = statuses::find_status(tx, post)->author,
                                    .state = statuses::QuoteState::Accepted,
                                    .quoted_uri = bob.url("/statuses/1"),
                                    .request_uri = "",
                                    .approval_uri = ""});
    });
    const auto quote_path = "/api/v1/statuses/" + to_string(quoting);
    ASSERT_THAT(reader.get(quote_path).body, testing::HasSubstr("unwanted"));
    fediverse.write([&](db::Tx& tx) {
        ASSERT_TRUE(moderation::block_domain(tx, {.domain = "remote.test", .severity = moderation::Severity::Suspend}));
        const json::Object arguments{
            {"domain", "remote.test"},
            {"at", moderation::find_domain_block(tx, "remote.test")->created_at.time_since_epoch().count()},
            {"server", "remote.test"},
            {"after", 0}};
        moderation::enforce_domain_block_on(jobs::Arguments(arguments), tx);
    });

    EXPECT_EQ(reader.get("/api/v1/statuses/" + to_string(post)).status, 404);
    const auto quote = reader.get(quote_path).json().at("quote");
    EXPECT_EQ(quote.at("state"), "unauthorized");
    EXPECT_TRUE(quote.at("quoted_status").is_null());
    for (const auto& list :
         {std::string("/api/v1/timelines/public"), "/api/v1/accounts/" + to_string(carol.id) + "/statuses"}) {
        const auto reply = reader.get(list);
        EXPECT_EQ(reply.json().as_array().size(), 1u) << list;
        EXPECT_THAT(reply.body, testing::Not(testing::HasSubstr("unwanted"))) << list;
    }
    const auto found =
        reader.get("/api/v2/search?resolve=true&q=http%3A%2F%2Fremote.test%2Fusers%2Fbob%2Fstatuses%2F1");
    EXPECT_EQ(found.json().at("statuses").as_array().size(), 0u);
}

// Neither does a day that never was make everything old, nor are others refused without anybody hearing of it.
TEST_F(Attack, Security58_AClockThatJumpsIsSaidAndExpiresNothing) {
    auto& refused = base::metrics::counter("akebono_signatures_out_of_time_total", "");
    auto reader = fediverse.sign_in("reader");
    fediverse.let_follow(alice, bob);
    const auto request = signed_request(follow_body());
    for (const auto jump : {std::chrono::hours(24), std::chrono::hours(-48)}) {
        const auto before = refused.value();
        fediverse.world().clock.advance(jump);
        fediverse.settle();

        const auto reply = fediverse.client().request("POST", "/inbox", request.headers, request.body);

        EXPECT_EQ(reply.status, 401);
        EXPECT_NE(reply.error().find("look at your clock"), std::string::npos) << reply.body;
        EXPECT_EQ(refused.value(), before + 1);
        EXPECT_EQ(reader.get("/api/v1/accounts/verify_credentials").status, 200);
        EXPECT_EQ(
            fediverse.read<std::int64_t>([](db::Tx& tx) { return *tx.query_integer("select count(*) from follows"); }),
            1);
    }
    fediverse.world().clock.advance(std::chrono::hours(24));
    EXPECT_EQ(send(request), 202); // As if nothing had been.
}

} // namespace
