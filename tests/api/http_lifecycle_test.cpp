#include "support/edge_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>

// Connections, queues, and the end of a server.
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const std::string kHost = "Host: akebono.test\r\n";
const std::string kSlow = "GET /slow HTTP/1.1\r\nHost: akebono.test\r\n\r\n";
const std::string kHealth = "GET /health HTTP/1.1\r\nHost: akebono.test\r\n\r\n";

// Requests to /slow wait while one of these lives.
class Hold {
public:
    Hold() { EdgeServer::hold_slow_requests(); }
    ~Hold() { EdgeServer::let_slow_requests_go(); }

    void wait_for(int requests) const {
        while (EdgeServer::slow_requests() < requests) std::this_thread::sleep_for(milliseconds(1));
    }
};

TEST(HttpConnection, IsKeptUnlessSomebodyMindsIt) {
    const EdgeServer server;
    auto socket = server.connect();
    for (int i = 0; i < 3; ++i) {
        socket.send(kHealth);
        EXPECT_THAT(socket.read_until("\r\n\r\nOK"), Not(HasSubstr("Connection:")));
    }

    socket.send("GET /health HTTP/1.1\r\nConnection: close\r\n" + kHost + "\r\n");
    EXPECT_THAT(socket.read_to_end(), HasSubstr("\r\nConnection: close\r\n"));

    auto old = server.connect();
    old.send("GET /health HTTP/1.0\r\n\r\n");
    EXPECT_THAT(old.read_to_end(), HasSubstr("\r\nConnection: close\r\n"));

    auto old_kept = server.connect();
    old_kept.send("GET /health HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_THAT(old_kept.read_until("\r\n\r\nOK"), HasSubstr("\r\nConnection: keep-alive\r\n"));
    old_kept.send("GET /health HTTP/1.0\r\n\r\n");
    EXPECT_THAT(old_kept.read_to_end(), StartsWith("HTTP/1.1 200 "));
}

TEST(HttpConnection, MayNotBeHadWithoutEnd) {
    const EdgeServer server({.max_connections = 3});
    std::vector<RawSocket> open;
    for (int i = 0; i < 3; ++i) {
        open.push_back(server.connect());
        open.back().send(kHealth);
        open.back().read_until("\r\n\r\nOK");
    }

    auto refused = server.connect();
    const auto answer = refused.read_to_end();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 503 "));
    EXPECT_THAT(answer, HasSubstr("{\"error\":\"Too many connections\"}"));

    open.pop_back();
    while (!server.answer_to("GET /health HTTP/1.1\r\nConnection: close\r\n" + kHost + "\r\n")
                .starts_with("HTTP/1.1 200")) {
    }
}

TEST(HttpConnection, MayNotBeHadByOneAddressAlone) {
    http::Limits limits;
    limits.connections_per_address = 2;
    limits.is_loopback_exempt = false;
    const EdgeServer server({.limits = limits});
    auto first = server.connect();
    auto second = server.connect();
    first.send(kHealth);
    first.read_until("\r\n\r\nOK");
    second.send(kHealth);
    second.read_until("\r\n\r\nOK");

    EXPECT_THAT(server.answer_to(kHealth), StartsWith("HTTP/1.1 503 "));

    const EdgeServer behind_proxy({.limits = limits, .trusted_proxies = {"127.0.0.1"}});
    std::vector<RawSocket> open;
    for (int i = 0; i < 5; ++i) {
        open.push_back(behind_proxy.connect());
        open.back().send(kHealth);
        EXPECT_THAT(open.back().read_until("\r\n\r\nOK"), StartsWith("HTTP/1.1 200 "));
    }
}

TEST(HttpQueue, HasAnEndAndSaysWhenToComeAgain) {
    http::Limits limits;
    limits.queued_requests = 1;
    const EdgeServer server({.limits = limits, .workers = 1});
    const Hold hold;
    auto running = server.connect();
    running.send(kSlow);
    hold.wait_for(1);
    auto waiting = server.connect();
    waiting.send(kSlow);

    std::string answer; // The queue is full once `waiting` has come.
    while (answer.empty()) {
        auto refused = server.connect();
        refused.send("GET /slow HTTP/1.1\r\nConnection: close\r\n" + kHost + "\r\n");
        if (refused.has_news_within(milliseconds(200))) answer = refused.read_to_end();
        if (!answer.empty()) break;
    }
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 503 "));
    EXPECT_THAT(answer, HasSubstr("\r\nRetry-After: "));
    EXPECT_EQ(server.client().get("/health").status, 200); // Needs no worker.
}

TEST(HttpQueue, DoesNotRunWhatWaitedTooLong) {
    http::Limits limits;
    limits.queue_time = milliseconds(50);
    const EdgeServer server({.limits = limits, .workers = 1});
    auto running = server.connect();
    auto late = server.connect();
    {
        const Hold hold;
        running.send(kSlow);
        hold.wait_for(1);
        late.send(kSlow);
        std::this_thread::sleep_for(milliseconds(150));
    }

    EXPECT_THAT(running.read_until("\r\n\r\n"), StartsWith("HTTP/1.1 200 "));
    EXPECT_THAT(late.read_until("\r\n\r\n"), StartsWith("HTTP/1.1 503 "));
}

TEST(HttpQueue, PasswordsDoNotKeepOtherRequestsWaiting) {
    const EdgeServer server({.workers = 1});
    const Hold hold;
    auto running = server.connect();
    running.send(kSlow);
    hold.wait_for(1);

    EXPECT_EQ(server.client().post("/auth/sign_in").status, 200);
}

TEST(HttpDrain, SaysSoFirstThenFinishesWhatRuns) {
    EdgeServer server;
    auto hold = std::make_unique<Hold>();
    auto running = server.connect();
    running.send(kSlow);
    hold->wait_for(1);
    auto idle = server.connect();
    idle.send(kHealth);
    idle.read_until("\r\n\r\nOK");

    auto drained = std::async(std::launch::async, [&] { server.server().drain(milliseconds(300), seconds(20)); });
    auto client = server.client();
    while (client.get("/health").status != 503) {
    }
    EXPECT_EQ(client.get("/health/ready").status, 503);
    EXPECT_EQ(client.get("/api/v1/echo/1").status, 200); // Still served, for those who have not heard.

    EXPECT_TRUE(idle.is_closed());
    EXPECT_THROW(server.connect(), std::system_error);
    EXPECT_EQ(drained.wait_for(milliseconds(50)), std::future_status::timeout);
    hold.reset();
    const auto answer = running.read_to_end();
    EXPECT_THAT(answer, HasSubstr("\r\nConnection: close\r\n"));
    EXPECT_THAT(answer, testing::EndsWith("slow"));
    { const auto gone = std::move(running); } // The client closes, too.
    drained.get();
}

TEST(HttpDrain, CutsWhatDoesNotEnd) {
    EdgeServer server;
    auto hold = std::make_unique<Hold>();
    auto running = server.connect();
    running.send(kSlow);
    hold->wait_for(1);

    auto drained = std::async(std::launch::async, [&] { server.server().drain(milliseconds(0), milliseconds(100)); });
    EXPECT_TRUE(running.is_closed());
    drained.get();

    hold.reset(); // The worker itself is waited for.
    server.stop();
}

TEST(HttpServer, EndsWithRequestsUnderWay) {
    EdgeServer server({.workers = 1});
    auto hold = std::make_unique<Hold>();
    std::vector<RawSocket> sockets;
    for (int i = 0; i < 5; ++i) {
        sockets.push_back(server.connect());
        sockets.back().send(kSlow);
    }
    hold->wait_for(1);
    auto stopped = std::async(std::launch::async, [&] { server.stop(); });
    hold.reset();

    stopped.get();
    for (auto& socket : sockets) socket.read_to_end();
}

TEST(HttpServer, SaysPlainlyWhenItCannotListen) {
    EdgeServer first;
    TestDatabase database;
    database.world().config.listen = "127.0.0.1:" + std::to_string(first.port());

    try {
        http::Server second(
            {.context = database.world().context, .database = *database, .routes = {}, .authenticate = nullptr});
        FAIL();
    } catch (const std::system_error& fault) {
        EXPECT_THAT(fault.what(), HasSubstr("cannot listen on 127.0.0.1:"));
        EXPECT_THAT(fault.what(), HasSubstr("Address already in use"));
    }
}

} // namespace
