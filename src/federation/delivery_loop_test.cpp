#include "federation/delivery_loop.h"

#include "federation/delivery.h"
#include "support/builders.h"
#include "support/raw_server.h"
#include "support/test_db.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <set>

namespace federation {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::AllOf;
using testing::Ge;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Le;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

const base::PrivateKey& alices_key() {
    static const auto key = base::PrivateKey::generate();
    return key;
}

// Answers each inbox with a status: 202, unless a test says otherwise.
class Inboxes {
public:
    Inboxes()
        : server_([this](const std::string& request, const RawServer::Peer& peer) { return answer(request, peer); }) {}

    void say(const std::string& host, std::string status) {
        const std::lock_guard lock(mutex_);
        statuses_[host] = std::move(status);
    }
    void add_header(std::string header) { header_ = std::move(header); }
    std::string endpoint() const { return server_.endpoint(); }
    std::vector<std::string> requests() const { return server_.requests(); }
    // "a.test/inbox", as they came.
    std::vector<std::string> visits() const {
        std::vector<std::string> all;
        for (const auto& request : server_.requests()) {
            const auto target = request.substr(5, request.find(" HTTP") - 5);
            all.push_back(raw_header(request, "Host") + target);
        }
        return all;
    }

private:
    bool answer(const std::string& request, const RawServer::Peer& peer) {
        std::string status = "202 Accepted";
        {
            const std::lock_guard lock(mutex_);
            const auto found = statuses_.find(raw_header(request, "Host"));
            if (found != statuses_.end()) status = found->second;
        }
        if (status == "hang") return !peer.is_hung_up();
        if (status == "drop") return false;
        if (status == "not the draft") {
            status = raw_header(request, "Signature-Input").empty() ? "401 Unauthorized" : "202 Accepted";
        }
        return peer.send(raw_answer(status, "", header_));
    }

    std::mutex mutex_;
    std::map<std::string, std::string> statuses_;
    std::string header_;
    RawServer server_;
};

class DeliveryLoopTest : public testing::Test {
protected:
    DeliveryLoopTest() {
        auto& config = database_.world().config;
        config.federation_allow_http = true;
        config.allowed_private_addresses = base::loopback_networks();
        database_->write([&](db::Tx& tx) {
            alice_ = make_account(tx, {.username = "alice"}).id;
            tx.exec("insert into own_keys (account_id, private_key, public_key, created_at) values ($1, $2, $3, $4)",
                    {alice_, alices_key().pem(), alices_key().public_pem(), tx.now()});
        });
        client_ = std::make_unique<http::Client>(config);
        for (const auto* host : {"a.test", "b.test", "c.test", "hanging.test"}) connect(host);
    }
    ~DeliveryLoopTest() override { client_->stop(); }

    void connect(const std::string& host) { client_->connect_to(host, inboxes_.endpoint()); }
    void deliver_to(const std::vector<std::string>& urls, std::string_view document = R"({"type":"Create"})") {
        database_->write([&](db::Tx& tx) { deliver(tx, alice_, document, urls); });
    }
    void deliver_low(const std::vector<std::string>& urls) {
        database_->write([&](db::Tx& tx) {
            deliver(tx, alice_, "{}", urls, Reach::Available, {}, Signed::OnTheWay, Priority::Low);
        });
    }
    std::unique_ptr<DeliveryLoop> make_loop(Lanes::Limits limits = {}) {
        return std::make_unique<DeliveryLoop>(DeliveryLoop::Parts{
            .context = database_.world().context, .database = *database_, .client = *client_, .limits = limits});
    }
    std::size_t run_due() { return make_loop()->run_due(); }
    // In a process of its own.
    [[noreturn]] void send_until_killed() {
        const auto mine = database_.open_again();
        http::Client client(database_.world().config);
        for (const auto* host : {"a.test", "b.test", "c.test"}) client.connect_to(host, inboxes_.endpoint());
        DeliveryLoop loop({.context = database_.world().context, .database = *mine, .client = client});
        loop.start();
        while (true) ::pause();
    }

    struct Row {
        std::string inbox;
        int attempts;
        seconds due_in;
        std::string error;
    };
    std::vector<Row> rows() {
        std::vector<Row> all;
        database_->read([&](db::Tx& tx) {
            auto found = tx.query("select inbox_url, attempts, run_at, last_error from deliveries order by id");
            while (found.next()) {
                const auto due_in = std::chrono::duration_cast<seconds>(found.time(2) - tx.now());
                all.push_back({found.string(0), found.small(1), due_in, found.string(3)});
            }
        });
        return all;
    }
    std::int64_t documents() {
        std::int64_t count = 0;
        database_->read([&](db::Tx& tx) { count = *tx.query_integer("select count(*) from delivery_documents"); });
        return count;
    }
    std::vector<HostStatus> hosts() {
        std::vector<HostStatus> all;
        database_->read([&](db::Tx& tx) { all = list_hosts(tx, 100); });
        return all;
    }
    FakeClock& clock() { return database_.world().clock; }

    TestDatabase database_;
    Inboxes inboxes_;
    AccountId alice_;
    std::unique_ptr<http::Client> client_;
};

TEST_F(DeliveryLoopTest, SendsTheDocumentSignedToEachInbox) {
    const std::string document = R"({"type":"Create","id":"https://akebono.test/1"})";
    deliver_to({"http://a.test/inbox", "http://b.test/users/bob/inbox"}, document);

    EXPECT_EQ(run_due(), 2u);

    EXPECT_THAT(inboxes_.visits(), testing::UnorderedElementsAre("a.test/inbox", "b.test/users/bob/inbox"));
    for (const auto& request : inboxes_.requests()) {
        EXPECT_THAT(request, HasSubstr("\r\n\r\n" + document));
        EXPECT_EQ(raw_header(request, "Content-Type"), "application/activity+json");
        EXPECT_THAT(raw_header(request, "Signature"),
                    StartsWith(R"(keyId="https://akebono.test/users/alice#main-key")"));
        EXPECT_THAT(raw_header(request, "Digest"), StartsWith("SHA-256="));
    }
    EXPECT_THAT(rows(), IsEmpty());
    EXPECT_EQ(documents(), 0);
    EXPECT_EQ(run_due(), 0u);
}

TEST_F(DeliveryLoopTest, WhatFailsIsTriedAgainLater) {
    inboxes_.say("a.test", "503 Service Unavailable");
    deliver_to({"http://a.test/inbox", "http://b.test/inbox"});

    EXPECT_EQ(run_due(), 2u);

    ASSERT_THAT(rows(), SizeIs(1));
    EXPECT_EQ(rows()[0].attempts, 1);
    EXPECT_EQ(rows()[0].error, "HTTP 503");
    EXPECT_THAT(rows()[0].due_in, AllOf(Ge(seconds(16)), Le(seconds(24))));
    EXPECT_EQ(run_due(), 0u);
    inboxes_.say("a.test", "202 Accepted");
    clock().advance(minutes(1));
    EXPECT_EQ(run_due(), 1u);
    EXPECT_THAT(rows(), IsEmpty());
    EXPECT_EQ(documents(), 0);
}

TEST_F(DeliveryLoopTest, ASignatureWithinIsMadeOnceForAllWhoGetIt) {
    inboxes_.say("a.test", "503 Service Unavailable");
    database_->write([&](db::Tx& tx) {
        deliver(tx, alice_, R"({"@context":"https://www.w3.org/ns/activitystreams","id":"https://akebono.test/1"})",
                std::vector<std::string>{"http://a.test/inbox", "http://b.test/inbox", "http://c.test/inbox"},
                Reach::Available, {}, Signed::Within);
    });
    make_loop({.held = 1})->run_due(); // One after the other.
    clock().advance(minutes(1));
    inboxes_.say("a.test", "202 Accepted");

    EXPECT_EQ(run_due(), 1u);

    std::set<std::string> bodies;
    for (const auto& request : inboxes_.requests()) bodies.insert(request.substr(request.find("\r\n\r\n") + 4));
    ASSERT_THAT(inboxes_.requests(), SizeIs(4));
    ASSERT_THAT(bodies, SizeIs(1));
    const auto document = json::parse(*bodies.begin())->get_object();
    const auto& signature = document.at("signature").get_object();
    EXPECT_EQ(signature.at("type").as_string(), "RsaSignature2017");
    EXPECT_EQ(signature.at("creator").as_string(), "https://akebono.test/users/alice#main-key");
}

TEST_F(DeliveryLoopTest, WhatCannotBeSignedWithinIsSentWithout) {
    const std::string document = R"({"@context":"https://elsewhere.test/","id":"https://akebono.test/1"})";
    database_->write([&](db::Tx& tx) {
        deliver(tx, alice_, document, std::vector<std::string>{"http://a.test/inbox"}, Reach::Available, {},
                Signed::Within);
    });

    EXPECT_EQ(run_due(), 1u);

    EXPECT_THAT(inboxes_.requests(), testing::Each(HasSubstr("\r\n\r\n" + document)));
}

TEST_F(DeliveryLoopTest, FailuresWaitLongerEachTimeAndEndAfterSixteen) {
    inboxes_.say("a.test", "500 Internal Server Error");
    deliver_to({"http://a.test/inbox"});

    for (int failures = 1; failures < 16; ++failures) {
        ASSERT_EQ(run_due(), 1u) << failures;
        ASSERT_THAT(rows(), SizeIs(1)) << failures;
        const seconds least(failures * failures * failures * failures + 15);
        EXPECT_THAT(rows()[0].due_in, AllOf(Ge(least), Le(least * 3 / 2))) << failures;
        EXPECT_EQ(rows()[0].attempts, failures);
        clock().advance(std::max<seconds>(rows()[0].due_in, Lanes::kLongestPause) + seconds(1));
    }
    EXPECT_EQ(run_due(), 1u);
    EXPECT_THAT(rows(), IsEmpty());
    EXPECT_EQ(documents(), 0);
}

TEST_F(DeliveryLoopTest, WhatIsOfLowPriorityIsGivenUpAfterEight) {
    inboxes_.say("a.test", "500 Internal Server Error");
    deliver_low({"http://a.test/inbox"});

    for (int failures = 1; failures < 8; ++failures) {
        ASSERT_EQ(run_due(), 1u) << failures;
        ASSERT_THAT(rows(), SizeIs(1)) << failures;
        clock().advance(std::max<seconds>(rows()[0].due_in, Lanes::kLongestPause) + seconds(1));
    }
    EXPECT_EQ(run_due(), 1u);
    EXPECT_THAT(rows(), IsEmpty());
}

TEST_F(DeliveryLoopTest, WhatIsOfLowPriorityLetsTheRestGoFirstAndHasItsShare) {
    std::vector<std::string> low, normal;
    for (int i = 0; i < 40; ++i) {
        const auto host = "host" + std::to_string(i) + ".test";
        connect(host);
        low.push_back("http://" + host + "/low");
        normal.push_back("http://" + host + "/normal");
    }
    deliver_low(low);
    clock().advance(minutes(1));
    deliver_to(normal);

    make_loop({.under_way = 1, .held = 10, .held_low = 2})->run_due();

    const auto visits = inboxes_.visits();
    const auto is_low = [](const std::string& visit) { return visit.ends_with("/low"); };
    const std::span first_half(visits.begin(), 40);
    ASSERT_THAT(visits, SizeIs(80));
    EXPECT_FALSE(is_low(visits[0]));
    EXPECT_THAT(std::ranges::count_if(first_half, is_low), AllOf(Ge(1), Le(16)));
    EXPECT_THAT(rows(), IsEmpty());
}

TEST_F(DeliveryLoopTest, WhatIsOfLowPriorityAndHangsHoldsUpNobody) {
    std::vector<std::string> low;
    for (int i = 0; i < 20; ++i) {
        const auto host = "hanging" + std::to_string(i) + ".test";
        connect(host);
        inboxes_.say(host, "hang");
        low.push_back("http://" + host + "/low");
    }
    deliver_low(low);
    deliver_to({"http://a.test/inbox"});
    auto loop = make_loop({.under_way = 8, .under_way_in_doubt = 8, .held_low = 4});
    const auto begun = std::chrono::steady_clock::now();

    loop->start();
    while (inboxes_.requests().size() < 5 && std::chrono::steady_clock::now() < begun + seconds(8)) {
        std::this_thread::sleep_for(milliseconds(5));
    }
    deliver_to({"http://b.test/inbox"}); // Another process's: nothing rings.
    while (inboxes_.requests().size() < 6 && std::chrono::steady_clock::now() < begun + seconds(8)) {
        std::this_thread::sleep_for(milliseconds(5));
    }
    loop->stop(milliseconds(0));

    const auto visits = inboxes_.visits();
    EXPECT_THAT(visits, AllOf(SizeIs(6), testing::Contains("a.test/inbox"), testing::Contains("b.test/inbox")));
}

TEST_F(DeliveryLoopTest, WhatIsRefusedIsNotTriedAgain) {
    for (const auto* status :
         {"400 Bad Request", "403 Forbidden", "404 Not Found", "422 Unprocessable", "501 Not Implemented"}) {
        inboxes_.say("a.test", status);
        deliver_to({"http://a.test/inbox"});
        EXPECT_EQ(run_due(), 1u) << status;
        EXPECT_THAT(rows(), IsEmpty()) << status;
    }
    for (const auto* status :
         {"401 Unauthorized", "408 Timeout", "429 Too Many", "500 Error", "502 Bad Gateway", "302 Found"}) {
        inboxes_.say("b.test", status);
        clock().advance(hours(1));
        deliver_to({"http://b.test/inbox"});
        run_due();
        EXPECT_THAT(rows(), Not(IsEmpty())) << status;
        database_->write([](db::Tx& tx) { tx.exec("delete from deliveries"); });
    }
}

TEST_F(DeliveryLoopTest, AGoneInboxIsNotUsedAgain) {
    database_->write([&](db::Tx& tx) {
        const auto bob = make_account(tx, {.username = "bob", .domain = "a.test"}).id;
        tx.exec(R"(
            insert into remote_actors (account_id, inbox_url, delivery_inbox_url, fetched_at)
            values ($1, 'http://a.test/bob', 'http://a.test/bob', $2))", {bob, tx.now()});
    });
    inboxes_.say("a.test", "410 Gone");
    deliver_to({"http://a.test/bob"});

    run_due();

    EXPECT_THAT(rows(), IsEmpty());
    database_->read([](db::Tx& tx) {
        EXPECT_EQ(*tx.query_integer("select count(*) from remote_actors where delivery_inbox_url = ''"), 1);
    });
}

TEST_F(DeliveryLoopTest, TheOtherSignaturesAreTriedAtOnceAndRemembered) {
    inboxes_.say("a.test", "not the draft");
    deliver_to({"http://a.test/inbox"});

    EXPECT_EQ(run_due(), 1u);
    EXPECT_THAT(rows(), IsEmpty());
    EXPECT_THAT(inboxes_.requests(), SizeIs(2));
    EXPECT_THAT(raw_header(inboxes_.requests()[1], "Signature-Input"), StartsWith("sig1=("));

    deliver_to({"http://a.test/inbox"});
    run_due(); // Another loop: it knows from the database.
    EXPECT_THAT(inboxes_.requests(), SizeIs(3));
    inboxes_.say("a.test", "202 Accepted");
}

TEST_F(DeliveryLoopTest, WhoHasLeftCannotProveItAndNobodyWaitsForThat) {
    AccountId carol;
    database_->write([&](db::Tx& tx) {
        carol = make_account(tx, {.username = "carol"}).id;
        tx.exec("insert into own_keys (account_id, private_key, public_key, created_at) values ($1, $2, $3, $4)",
                {carol, alices_key().pem(), alices_key().public_pem(), tx.now()});
        tx.exec("update accounts set left_at = $2, suspended_at = $2 where id = $1", {alice_, tx.now()});
    });
    auto loop = make_loop();
    inboxes_.say("a.test", "401 Unauthorized");
    for (int i = 0; i < 3; ++i) deliver_to({"http://a.test/inbox"});

    EXPECT_EQ(loop->run_due(), 3u);

    EXPECT_THAT(rows(), IsEmpty());
    EXPECT_THAT(inboxes_.requests(), SizeIs(6)); // With both kinds of signatures.
    inboxes_.say("a.test", "202 Accepted");
    database_->write([&](db::Tx& tx) { deliver(tx, carol, "{}", std::vector<std::string>{"http://a.test/inbox"}); });
    EXPECT_EQ(loop->run_due(), 1u);
    EXPECT_THAT(rows(), IsEmpty());
}

TEST_F(DeliveryLoopTest, ADeadServerIsLeftAloneUntilItAnswers) {
    auto loop = make_loop();
    inboxes_.say("a.test", "drop");
    for (int i = 0; i < 20; ++i) deliver_to({"http://a.test/inbox"}, "{}");

    EXPECT_EQ(loop->run_due(), 1u); // One finds out for all.
    EXPECT_THAT(rows(), SizeIs(20));
    EXPECT_EQ(loop->run_due(), 0u);
    clock().advance(seconds(30));
    EXPECT_EQ(loop->run_due(), 1u);
    clock().advance(seconds(20));
    EXPECT_EQ(loop->run_due(), 0u); // Twice as long.

    inboxes_.say("a.test", "202 Accepted");
    clock().advance(minutes(2));
    EXPECT_EQ(loop->run_due(), 20u);
    EXPECT_THAT(rows(), IsEmpty());
}

TEST_F(DeliveryLoopTest, AServerMayAskForAPause) {
    auto loop = make_loop();
    inboxes_.say("a.test", "429 Too Many Requests");
    inboxes_.add_header("Retry-After: 600\r\n");
    deliver_to({"http://a.test/1", "http://a.test/2", "http://a.test/3"});

    loop->run_due();

    EXPECT_THAT(inboxes_.requests(), SizeIs(1));
    for (const auto& row : rows()) EXPECT_GE(row.due_in, seconds(600)) << row.inbox;
}

TEST_F(DeliveryLoopTest, AServerThatFailsForAWeekFallsSilent) {
    auto loop = make_loop();
    inboxes_.say("a.test", "drop");
    for (int day = 0; day < 7; ++day) {
        deliver_to({"http://a.test/inbox"});
        EXPECT_GE(loop->run_due(), 1u);
        clock().advance(days(1));
    }

    EXPECT_THAT(rows(), IsEmpty());
    EXPECT_EQ(documents(), 0);
    ASSERT_THAT(hosts(), SizeIs(1));
    EXPECT_TRUE(hosts()[0].unavailable_since);
    deliver_to({"http://a.test/inbox"});
    EXPECT_THAT(rows(), IsEmpty());
}

TEST_F(DeliveryLoopTest, OneThatHangsHoldsUpNobodyElse) {
    inboxes_.say("hanging.test", "hang");
    std::vector<std::string> urls;
    for (int i = 0; i < 20; ++i) urls.push_back("http://hanging.test/" + std::to_string(i));
    for (int i = 0; i < 20; ++i) urls.push_back("http://a.test/" + std::to_string(i));
    deliver_to(urls);
    auto loop = make_loop({.under_way = 4, .under_way_in_doubt = 2});
    const auto begun = std::chrono::steady_clock::now();

    loop->start();
    while (inboxes_.requests().size() < 21 && std::chrono::steady_clock::now() < begun + seconds(20)) {
        std::this_thread::sleep_for(milliseconds(10));
    }
    loop->stop(milliseconds(0));

    EXPECT_LT(std::chrono::steady_clock::now() - begun, seconds(8));
    const auto visits = inboxes_.visits();
    EXPECT_EQ(std::ranges::count_if(visits, [](const auto& visit) { return visit.starts_with("hanging"); }), 1);
    EXPECT_EQ(visits.size(), 21u);
}

TEST_F(DeliveryLoopTest, WhatIsQueuedIsOnItsWayAtOnceWhoeverElseHangs) {
    base::Wakeup bell;
    auto& context = database_.world().context;
    context.deliveries_waiting = &bell;
    inboxes_.say("hanging.test", "hang");
    {
        DeliveryLoop loop({.context = context,
                           .database = *database_,
                           .client = *client_,
                           .limits = {},
                           .poll = std::chrono::hours(1)}); // It must not look by itself.
        loop.start();
        std::size_t expected = 0;
        const auto deliver_and_wait = [&](const std::vector<std::string>& urls) {
            deliver_to(urls);
            const auto until = std::chrono::steady_clock::now() + seconds(10);
            ++expected;
            while (inboxes_.requests().size() < expected && std::chrono::steady_clock::now() < until) {
                std::this_thread::sleep_for(milliseconds(5));
            }
            ASSERT_EQ(inboxes_.requests().size(), expected) << urls[0];
        };
        for (int i = 0; i < 3; ++i) deliver_and_wait({"http://a.test/" + std::to_string(i)});
        std::vector<std::string> many; // More than one server's turn.
        for (int i = 0; i < 20; ++i) many.push_back("http://hanging.test/" + std::to_string(i));
        deliver_and_wait(many);
        deliver_and_wait({"http://b.test/inbox"});
        loop.stop(milliseconds(0));
    }
    context.deliveries_waiting = nullptr;
}

TEST_F(DeliveryLoopTest, StoppingGivesBackWhatIsUnderWay) {
    inboxes_.say("hanging.test", "hang");
    deliver_to({"http://hanging.test/1", "http://hanging.test/2"});
    auto loop = make_loop();
    loop->start();
    while (inboxes_.requests().empty()) std::this_thread::sleep_for(milliseconds(5));

    loop->stop(milliseconds(50));

    ASSERT_THAT(rows(), SizeIs(2));
    for (const auto& row : rows()) {
        EXPECT_EQ(row.attempts, 0);
        EXPECT_LE(row.due_in, seconds(0));
    }
    inboxes_.say("hanging.test", "202 Accepted");
    EXPECT_EQ(run_due(), 2u);
    EXPECT_THAT(rows(), IsEmpty());
}

TEST_F(DeliveryLoopTest, WhatAKilledProcessHadIsSentAgain) {
    deliver_to({"http://a.test/inbox"});
    database_->write([](db::Tx& tx) { lease(tx, {find_due(tx, Priority::Normal, 1)[0].id}); }); // It was killed here.

    if (database_->is_postgresql()) {
        EXPECT_EQ(run_due(), 0u); // It may be another that lives.
        clock().advance(kDeliveryLease + seconds(1));
        EXPECT_EQ(run_due(), 1u);
    } else {
        auto loop = make_loop();
        loop->start();
        while (inboxes_.requests().empty()) std::this_thread::sleep_for(milliseconds(5));
        loop->stop();
    }
    EXPECT_THAT(rows(), IsEmpty());
}

TEST_F(DeliveryLoopTest, EverythingArrivesThoughProcessesAreKilled) {
    constexpr std::size_t kCount = 300;
    std::vector<std::string> urls;
    for (std::size_t i = 0; i < kCount; ++i) {
        urls.push_back("http://"
                       + std::string(i % 3 == 0   ? "a"
                                     : i % 3 == 1 ? "b"
                                                  : "c")
                       + ".test/" + std::to_string(i));
    }
    deliver_to(urls);

    for (int round = 0; round < 3; ++round) {
        const auto before = inboxes_.requests().size();
        database_.close(); // No connection may be open in two processes.
        const pid_t child = ::fork();
        if (child == 0) send_until_killed();
        const auto patience = std::chrono::steady_clock::now() + seconds(20);
        while (inboxes_.requests().size() < before + 30 && std::chrono::steady_clock::now() < patience) {
            std::this_thread::sleep_for(milliseconds(1));
        }
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        database_.open();
        clock().advance(kDeliveryLease + seconds(1));
    }
    run_due();

    const auto visits = inboxes_.visits();
    EXPECT_EQ(std::set<std::string>(visits.begin(), visits.end()).size(), kCount);
    EXPECT_THAT(rows(), IsEmpty());
    EXPECT_EQ(documents(), 0);
}

TEST_F(DeliveryLoopTest, ManyGoToManyServers) {
    std::vector<std::string> urls;
    for (int i = 0; i < 400; ++i) {
        const auto host = "host" + std::to_string(i % 40) + ".test";
        connect(host);
        urls.push_back("http://" + host + "/" + std::to_string(i));
    }
    deliver_to(urls);

    EXPECT_EQ(run_due(), 400u);

    auto visits = inboxes_.visits();
    std::ranges::sort(visits);
    EXPECT_EQ(visits.size(), 400u);
    EXPECT_EQ(std::ranges::adjacent_find(visits), visits.end());
    EXPECT_THAT(rows(), IsEmpty());
}

TEST_F(DeliveryLoopTest, WhatNobodyCanSignIsForgotten) {
    database_->write(
        [](db::Tx& tx) { deliver(tx, AccountId{4711}, "{}", std::vector<std::string>{"http://a.test/inbox"}); });

    run_due();

    EXPECT_THAT(inboxes_.requests(), IsEmpty());
    EXPECT_THAT(rows(), IsEmpty());
    EXPECT_EQ(documents(), 0);
}

} // namespace
} // namespace federation
