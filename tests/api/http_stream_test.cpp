#include "http/websocket.h"
#include "support/edge_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <thread>

// Connections that stay open.
namespace {

using http::StreamKind;
using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

// Lets in whoever is signed in, and keeps what happens.
class Listeners final : public http::StreamAcceptor {
public:
    Result<std::unique_ptr<http::StreamSession>> accept(const http::Request& request, db::Tx&, StreamKind) override {
        if (!request.account().is_somebody()) return base::refuse(base::Refusal::Unauthorized, "Missing access token");
        if (request.path.ends_with("/nothing"))
            return base::refuse(base::Refusal::BadRequest, "Unknown channel requested");
        return std::make_unique<Session>(*this);
    }

    // The connection of the only listener, when it is there.
    std::shared_ptr<http::StreamConnection> connection() {
        std::unique_lock lock(mutex_);
        change_.wait_for(lock, std::chrono::seconds(10), [&] { return connection_ != nullptr; });
        return connection_;
    }
    // What was heard until the connection closed.
    std::vector<std::string> heard() {
        std::unique_lock lock(mutex_);
        change_.wait_for(lock, std::chrono::seconds(10), [&] { return closed_ > 0; });
        return heard_;
    }
    int closed() {
        const std::lock_guard lock(mutex_);
        return closed_;
    }

private:
    class Session final : public http::StreamSession {
    public:
        explicit Session(Listeners& listeners) : listeners_(listeners) {}
        void opened(std::shared_ptr<http::StreamConnection> connection) override {
            const std::lock_guard lock(listeners_.mutex_);
            listeners_.connection_ = std::move(connection);
            listeners_.change_.notify_all();
        }
        void received(std::string_view text) override {
            const std::lock_guard lock(listeners_.mutex_);
            listeners_.heard_.emplace_back(text);
        }
        void closed() override {
            const std::lock_guard lock(listeners_.mutex_);
            ++listeners_.closed_;
            listeners_.change_.notify_all();
        }

    private:
        Listeners& listeners_;
    };

    std::mutex mutex_;
    std::condition_variable change_;
    std::shared_ptr<http::StreamConnection> connection_;
    std::vector<std::string> heard_;
    int closed_ = 0;
};

std::shared_ptr<const std::string> shared(std::string text) {
    return std::make_shared<const std::string>(std::move(text));
}

std::string upgrade(std::string_view query = "", std::string_view header = "") {
    return "GET /api/v1/streaming" + std::string(query)
           + " HTTP/1.1\r\nHost: a.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
           + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + std::string(header)
           + "\r\n";
}

// A frame as a client sends it, with a mask of zeros.
std::string frame(int first_byte, std::string_view payload) {
    std::string bytes = {static_cast<char>(first_byte), static_cast<char>(0x80 | payload.size()), 0, 0, 0, 0};
    return bytes.append(payload);
}

class HttpStream : public testing::Test {
protected:
    Listeners listeners;

    EdgeServer::Options options(milliseconds beat = std::chrono::hours(1)) {
        EdgeServer::Options result{.streams = &listeners};
        result.limits.ping_every = beat;
        result.limits.thump_every = beat;
        return result;
    }
};

TEST_F(HttpStream, AWebSocketCarriesTextBothWays) {
    const EdgeServer server(options());
    auto socket = server.connect();
    socket.send(upgrade("?access_token=user-read") + frame(0x81, "first")); // Sent without waiting.

    EXPECT_THAT(socket.read_until("\r\n\r\n"), StartsWith("HTTP/1.1 101 Switching Protocols\r\n"));
    listeners.connection()->send(shared("{\"event\":\"update\"}"));
    listeners.connection()->send(shared(std::string(70'000, 'x')));
    EXPECT_EQ(socket.read_exactly(20), "\x81\x12{\"event\":\"update\"}");
    EXPECT_EQ(socket.read_exactly(10), std::string("\x81\x7F\0\0\0\0\0\1\x11\x70", 10));
    EXPECT_EQ(socket.read_exactly(70'000), std::string(70'000, 'x'));

    socket.send(frame(0x89, "are you there"));
    EXPECT_EQ(socket.read_exactly(15), "\x8A\x0D"
                                       "are you there");
    socket.send(frame(0x81, "second") + frame(0x88, "\x03\xE8"));
    EXPECT_EQ(socket.read_to_end(), "\x88\x02\x03\xE8");
    EXPECT_THAT(listeners.heard(), ElementsAre("first", "second"));
    EXPECT_EQ(listeners.closed(), 1);
}

TEST_F(HttpStream, TheTokenMayBeTheSubprotocol) {
    const EdgeServer server(options());
    auto socket = server.connect();

    socket.send(upgrade("", "Sec-WebSocket-Protocol: user-read\r\n"));

    const auto head = socket.read_until("\r\n\r\n");
    EXPECT_THAT(head, StartsWith("HTTP/1.1 101 "));
    EXPECT_THAT(head, HasSubstr("\r\nSec-WebSocket-Protocol: user-read\r\n"));
}

TEST_F(HttpStream, ARefusedUpgradeHasItsReasonInAHeader) {
    const EdgeServer server(options());

    const auto missing = server.answer_to(upgrade());
    EXPECT_THAT(missing, StartsWith("HTTP/1.1 401 "));
    EXPECT_THAT(missing, HasSubstr("\r\nX-Error-Message: Missing access token\r\n"));
    EXPECT_THAT(missing, HasSubstr("\r\nContent-Length: 0\r\n"));
    EXPECT_THAT(server.answer_to(upgrade("?access_token=bad")), StartsWith("HTTP/1.1 401 "));
    EXPECT_THAT(server.answer_to("GET /api/v1/streaming HTTP/1.1\r\nHost: a.test\r\nUpgrade: websocket\r\n\r\n"),
                StartsWith("HTTP/1.1 400 "));
}

TEST_F(HttpStream, AnEventStreamIsLinesInChunks) {
    const EdgeServer server(options());
    auto socket = server.connect();
    socket.send("GET /api/v1/streaming/user HTTP/1.1\r\nHost: a.test\r\nAuthorization: Bearer user-read\r\n\r\n");

    const auto head = socket.read_until("\r\n\r\n");
    EXPECT_THAT(head, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(head, HasSubstr("\r\nContent-Type: text/event-stream\r\n"));
    EXPECT_THAT(head, HasSubstr("\r\nTransfer-Encoding: chunked\r\n"));
    EXPECT_THAT(head, HasSubstr("\r\nCache-Control: private, no-store\r\n"));
    EXPECT_THAT(head, HasSubstr("\r\nAccess-Control-Allow-Origin: *\r\n"));
    EXPECT_EQ(socket.read_until("\r\n"), "3\r\n");
    EXPECT_EQ(socket.read_until("\r\n"), ":)\n\r\n");

    listeners.connection()->send(shared("event: delete\ndata: 1\n\n"));
    listeners.connection()->close(1000);
    EXPECT_EQ(socket.read_to_end(), "17\r\nevent: delete\ndata: 1\n\n\r\n0\r\n\r\n");
    EXPECT_EQ(listeners.closed(), 1);
}

TEST_F(HttpStream, AnOldClientGetsAnEventStreamWithoutChunks) {
    const EdgeServer server(options());
    auto socket = server.connect();
    socket.send("GET /api/v1/streaming/user?access_token=user-read HTTP/1.0\r\n\r\n");

    EXPECT_THAT(socket.read_until("\r\n\r\n"), HasSubstr("\r\nConnection: close\r\n"));
    listeners.connection()->send(shared("data: 1\n\n"));
    listeners.connection()->close(1000);
    EXPECT_EQ(socket.read_to_end(), ":)\ndata: 1\n\n");
}

TEST_F(HttpStream, ARefusedEventStreamIsAnError) {
    const EdgeServer server(options());
    auto client = server.client();

    EXPECT_EQ(client.get("/api/v1/streaming/user").error(), "Missing access token");
    client.token = "user-read";
    EXPECT_EQ(client.get("/api/v1/streaming/nothing").status, 400);
    EXPECT_EQ(client.get("/api/v1/streaming/health").body, "OK");
    EXPECT_EQ(client.get("/api/v1/streamingly").status, 404);
    EXPECT_EQ(client.post("/api/v1/streaming").status, 404);
}

TEST_F(HttpStream, HeartbeatsFindWhoIsGone) {
    const EdgeServer server(options(milliseconds(100)));
    auto socket = server.connect();
    socket.send(upgrade("?access_token=user-read"));
    socket.read_until("\r\n\r\n");

    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(socket.read_exactly(2), std::string("\x89\x00", 2));
        socket.send(frame(0x8A, ""));
    }
    EXPECT_EQ(socket.read_exactly(2), std::string("\x89\x00", 2)); // Not answered.
    EXPECT_TRUE(socket.is_closed());
    EXPECT_EQ(listeners.heard().size(), 0u);
}

TEST_F(HttpStream, EventStreamsThump) {
    const EdgeServer server(options(milliseconds(100)));
    auto socket = server.connect();
    socket.send("GET /api/v1/streaming/user?access_token=user-read HTTP/1.0\r\n\r\n");
    socket.read_until(":)\n");

    EXPECT_EQ(socket.read_exactly(18), ":thump\n\n:thump\n\n:t");
}

TEST_F(HttpStream, BrokenFramesCloseIt) {
    const EdgeServer server(options());
    const auto closes_with = [&](std::string_view bytes) {
        auto socket = server.connect();
        socket.send(upgrade("?access_token=user-read"));
        socket.read_until("\r\n\r\n");
        socket.send(bytes);
        const auto end = socket.read_to_end();
        return end.size() == 4 ? static_cast<unsigned char>(end[2]) * 256 + static_cast<unsigned char>(end[3]) : 0;
    };

    EXPECT_EQ(closes_with(frame(0x82, "x")), 1003);
    EXPECT_EQ(closes_with("\x81\x01x"), 1002);
    EXPECT_EQ(closes_with(frame(0x81, "\xFF")), 1007);
    EXPECT_EQ(closes_with(std::string("\x81\xFE\x10\x01", 4)), 1009);
}

TEST_F(HttpStream, ASlowReaderIsCutAndNobodyElse) {
    const EdgeServer server(options());
    auto socket = server.connect();
    socket.set_receive_buffer(4096);
    socket.send(upgrade("?access_token=user-read"));
    socket.read_until("\r\n\r\n");
    const auto connection = listeners.connection();
    const auto message = shared(std::string(100'000, 'x'));

    for (int i = 0; i < 2000 && listeners.closed() == 0; ++i) {
        connection->send(message);
        std::this_thread::sleep_for(milliseconds(1));
    }

    EXPECT_EQ(listeners.closed(), 1);
    EXPECT_EQ(server.client().get("/health").status, 200);
    connection->send(message); // Harmless.
    connection->close(1000);
}

TEST_F(HttpStream, AClientThatGoesIsNoticed) {
    const EdgeServer server(options());
    {
        auto socket = server.connect();
        socket.send(upgrade("?access_token=user-read"));
        socket.read_until("\r\n\r\n");
    }
    EXPECT_TRUE(listeners.heard().empty());
    EXPECT_EQ(listeners.closed(), 1);
}

TEST_F(HttpStream, DrainingSaysThatWeGo) {
    EdgeServer server(options());
    auto socket = server.connect();
    socket.send(upgrade("?access_token=user-read"));
    socket.read_until("\r\n\r\n");
    auto events = server.connect();
    events.send("GET /api/v1/streaming/user?access_token=user-read HTTP/1.1\r\nHost: a.test\r\n\r\n");
    events.read_until(":)\n\r\n");

    std::thread draining([&] { server.server().drain(milliseconds(0), std::chrono::seconds(10)); });
    EXPECT_EQ(socket.read_to_end(), "\x88\x02\x03\xE9");
    EXPECT_EQ(events.read_to_end(), "0\r\n\r\n");
    draining.join();
    EXPECT_EQ(listeners.closed(), 2);
}

TEST_F(HttpStream, AServerThatEndsEndsItsStreams) {
    std::shared_ptr<http::StreamConnection> connection;
    {
        EdgeServer server(options());
        auto socket = server.connect();
        socket.send(upgrade("?access_token=user-read"));
        socket.read_until("\r\n\r\n");
        connection = listeners.connection();
    }
    EXPECT_EQ(listeners.closed(), 1);
    connection->send(shared("x")); // To nobody.
}

} // namespace
