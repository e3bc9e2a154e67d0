#include "accounts/remote_accounts.h"
#include "base/json.h"
#include "federation/delivery.h"
#include "federation/received.h"
#include "federation/signatures.h"
#include "support/builders.h"
#include "support/http_client.h"
#include "support/process.h"
#include "support/raw_server.h"
#include "support/status_builders.h"
#include "support/test_db.h"

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <map>
#include <thread>

// The program is killed in the middle of floods, as a machine dies: nothing that was taken is lost or has its effect
// twice, nothing that was to be sent stays behind.
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr int kSenders = 4;
constexpr int kEach = 50; // Activities of each sender: every second a favourite, the others posts.

class Flood : public testing::Test {
protected:
    Flood() {
        auto& world = database_.world();
        world.clock.set(base::SystemClock().now());
        environment_ = {{"AKEBONO_DATA", world.config.data},
                        {"AKEBONO_DATABASE", world.config.database},
                        {"AKEBONO_DOMAIN", "akebono.test"},
                        {"AKEBONO_FEDERATION_ALLOW_HTTP", "true"},
                        {"AKEBONO_ALLOWED_PRIVATE_ADDRESSES", "127.0.0.0/8"}};
    }

    std::int64_t number(std::string_view sql) {
        std::int64_t found = 0;
        database_->read([&](db::Tx& tx) { found = tx.query_integer(sql).value_or(0); });
        return found;
    }
    void wait_for_none(std::string_view sql) {
        const auto patience = steady_clock::now() + seconds(60);
        while (number(sql) > 0 && steady_clock::now() < patience) std::this_thread::yield();
        EXPECT_EQ(number(sql), 0) << sql;
    }
    // On PostgreSQL, where others could be at it, the leases of who is gone end after some minutes: now.
    void end_leases() {
        database_->write([](db::Tx& tx) {
            federation::release_all_received(tx);
            tx.exec("update deliveries set run_at = $1, leased_until = null", {tx.now()});
        });
    }

    TestDatabase database_;
    Environment environment_;
};

struct Sender {
    std::string uri;
    federation::SigningKey key;
    std::vector<std::string> activities;
    std::size_t taken = 0; // How many of them were answered 202.
};

class InboundFlood : public Flood {
protected:
    InboundFlood() {
        database_->write([&](db::Tx& tx) {
            const auto alice = make_user(tx, {.username = "alice"}).account;
            for (int i = 0; i < kEach / 2; ++i) {
                posts_.push_back("https://akebono.test/users/alice/statuses/"
                                 + to_string(make_status(tx, alice, "post " + std::to_string(i))));
            }
            const auto key = std::make_shared<base::PrivateKey>(base::PrivateKey::generate());
            for (int i = 0; i < kSenders; ++i) senders_.push_back(make_sender(tx, alice, i, key));
        });
    }

    Sender make_sender(db::Tx& tx, const accounts::Account& follower, int number,
                       const std::shared_ptr<base::PrivateKey>& key) const {
        const std::string name = "bob" + std::to_string(number);
        Sender made{.uri = "http://remote.test/users/" + name, .key = {}, .activities = {}};
        made.key = {made.uri + "#main-key", key};
        accounts::RemoteProfile profile;
        profile.uri = made.uri;
        profile.username = name;
        profile.domain = "remote.test";
        profile.inbox = made.uri + "/inbox";
        profile.keys = {{made.key.id, key->public_pem()}};
        make_follow(tx, follower.id, accounts::keep_remote(tx, profile).value());
        for (int i = 0; i < kEach; ++i) made.activities.push_back(i % 2 == 0 ? like(made, i) : create(made, i));
        return made;
    }

    std::string like(const Sender& sender, int i) const {
        return boost::json::serialize(json::Object{{"@context", "https://www.w3.org/ns/activitystreams"},
                                                   {"id", fmt::format("{}#likes/{}", sender.uri, i)},
                                                   {"type", "Like"},
                                                   {"actor", sender.uri},
                                                   {"object", posts_[static_cast<std::size_t>(i) / 2]}});
    }
    static std::string create(const Sender& sender, int i) {
        const std::string id = fmt::format("{}/statuses/{}", sender.uri, i);
        const json::Array to = {"https://www.w3.org/ns/activitystreams#Public"};
        const json::Object note = {
            {"id", id},         {"type", "Note"}, {"attributedTo", sender.uri},
            {"content", "new"}, {"to", to},       {"cc", json::Array{sender.uri + "/followers"}}};
        return boost::json::serialize(json::Object{{"@context", "https://www.w3.org/ns/activitystreams"},
                                                   {"id", id + "/activity"},
                                                   {"type", "Create"},
                                                   {"actor", sender.uri},
                                                   {"to", to},
                                                   {"object", note}});
    }

    // As they send it, and again while they are not told that it was taken. 0: nobody answers.
    static int send(HttpClient& client, const Sender& sender, const std::string& activity) {
        http::Outgoing request{.method = http::Method::Post,
                               .url = "https://akebono.test/inbox",
                               .headers = {{"Content-Type", "application/activity+json"}},
                               .body = activity};
        federation::sign(request, sender.key, federation::Scheme::Draft, base::SystemClock().now());
        try {
            return client.request("POST", "/inbox", request.headers, activity).status;
        } catch (const std::system_error&) {
            return 0;
        }
    }

    // Until all is taken, or nobody answers any more.
    void send_all(std::uint16_t port, std::atomic<int>& taken) {
        std::vector<std::thread> threads;
        for (auto& sender : senders_) {
            threads.emplace_back([&] {
                HttpClient client(port);
                if (sender.taken > 0) send(client, sender, sender.activities[sender.taken - 1]); // Its answer was lost.
                while (sender.taken < sender.activities.size()) {
                    const int status = send(client, sender, sender.activities[sender.taken]);
                    if (status == 0) return;
                    EXPECT_EQ(status, 202);
                    ++sender.taken;
                    ++taken;
                }
            });
        }
        for (auto& thread : threads) thread.join();
    }

    std::vector<std::string> posts_;
    std::vector<Sender> senders_;
};

// security: 55, non-atomic ingest.
TEST_F(InboundFlood, Security55_HasEachEffectOnceThoughTheServerIsKilledAgainAndAgain) {
    for (int round = 0; round < 4; ++round) {
        ServerProcess server(environment_);
        std::atomic<int> taken = 0;
        std::thread killer([&] {
            const auto patience = steady_clock::now() + seconds(60);
            while (taken < 7 + 11 * round && steady_clock::now() < patience) std::this_thread::yield();
            server.signal(SIGKILL);
        });
        send_all(server.port(), taken);
        killer.join();
        server.wait();
        end_leases();
    }
    ServerProcess server(environment_);
    std::atomic<int> taken = 0;
    send_all(server.port(), taken);
    wait_for_none("select count(*) from received_activities");

    constexpr int kAll = kSenders * kEach / 2;
    EXPECT_EQ(number("select count(*) from favourites"), kAll);
    EXPECT_EQ(number("select count(*) from statuses where uri is not null"), kAll);
    EXPECT_EQ(number("select sum(favourites_count) from status_stats"), kAll);
    EXPECT_EQ(number("select count(*) from notifications"), kAll);
}

class OutboundFlood : public Flood {};

TEST_F(OutboundFlood, SendsEverythingThoughTheServerIsKilledAgainAndAgain) {
    constexpr int kInboxes = 150;
    const RawServer inbox(
        [](const std::string&, const RawServer::Peer& peer) { return peer.send(raw_answer("202 Accepted", "")); });
    std::vector<std::string> inboxes;
    for (int i = 0; i < kInboxes; ++i) inboxes.push_back(inbox.url(fmt::format("/inboxes/{}/", i)));
    database_->write(
        [&](db::Tx& tx) { federation::deliver(tx, federation::kInstanceActor, R"({"type":"Create"})", inboxes); });

    for (std::size_t round = 0; round < 3; ++round) {
        ServerProcess server(environment_);
        const auto enough = inbox.requests().size() + 10 + 20 * round;
        const auto patience = steady_clock::now() + seconds(60);
        while (inbox.requests().size() < enough && steady_clock::now() < patience) std::this_thread::yield();
        server.signal(SIGKILL);
        server.wait();
        end_leases();
    }
    const ServerProcess server(environment_);
    wait_for_none("select count(*) from deliveries");

    const auto requests = inbox.requests();
    for (const auto& url : inboxes) {
        const auto target = "POST " + url.substr(url.find("/inboxes/")) + " ";
        EXPECT_TRUE(std::ranges::any_of(requests, [&](const auto& request) { return request.starts_with(target); }))
            << url;
    }
}

} // namespace
