#include "support/edge_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

// What comes from those who mean no good, or no HTTP.
namespace {

using std::chrono::milliseconds;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const std::string kHost = "Host: akebono.test\r\n";

// Bytes that a stricter or laxer reader before us could take for more, or fewer, requests than we do.
const std::vector<std::pair<std::string, std::string>> kSmuggling = {
    {"both lengths", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
    {"both lengths, the other way", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"},
    {"two different lengths", "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"},
    {"the same length twice", "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello"},
    {"a list of lengths", "Content-Length: 5, 5\r\n\r\nhello"},
    {"a signed length", "Content-Length: +5\r\n\r\nhello"},
    {"a negative length", "Content-Length: -1\r\n\r\nhello"},
    {"a hexadecimal length", "Content-Length: 0x5\r\n\r\nhello"},
    {"no length in the header", "Content-Length:\r\n\r\nhello"},
    {"a length beyond 64 bits", "Content-Length: 99999999999999999999999\r\n\r\nhello"},
    {"a space before the colon", "Content-Length : 5\r\n\r\nhello"},
    {"a tab before the colon", "Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n"},
    {"an unknown encoding", "Transfer-Encoding: identity\r\n\r\nhello"},
    {"a chain of encodings", "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"},
    {"chunked twice", "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"},
    {"chunked in two headers", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
    {"chunked, nearly", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"},
    {"chunked behind a vertical tab", "Transfer-Encoding: \x0b"
                                      "chunked\r\n\r\n0\r\n\r\n"},
    {"a folded header", "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n"},
    {"a folded value", "X-Long: a\r\n b\r\n\r\n"},
    {"a line that ends with LF alone", "X-A: b\nContent-Length: 5\r\n\r\nhello"},
    {"a header that ends with LF alone", "X-A: b\r\n\n"},
    {"a CR in a value", "X-A: b\rc\r\n\r\n"},
    {"a NUL in a value", std::string("X-A: b\0c\r\n\r\n", 12)},
    {"a header without a colon", "X-A\r\n\r\n"},
    {"a header without a name", ": x\r\n\r\n"},
    {"a space in a name", "X A: x\r\n\r\n"},
    {"a second Host", "Host: other.test\r\n\r\n"},
    {"a chunk size that is none", "Transfer-Encoding: chunked\r\n\r\nxyz\r\nhello\r\n0\r\n\r\n"},
    {"a negative chunk size", "Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n"},
    {"a chunk size beyond 64 bits", "Transfer-Encoding: chunked\r\n\r\n10000000000000005\r\nhello\r\n0\r\n\r\n"},
    {"a chunk that is longer than it says", "Transfer-Encoding: chunked\r\n\r\n3\r\nhello\r\n0\r\n\r\n"},
    {"a chunk that ends with LF alone", "Transfer-Encoding: chunked\r\n\r\n5\nhello\n0\n\n"},
};

TEST(HttpHostile, Security23_AmbiguousRequestsAreRefusedAndTheConnectionClosed) {
    const EdgeServer server;
    for (const auto& [what, header] : kSmuggling) {
        const auto answer = server.answer_to("POST /api/v1/echo/1 HTTP/1.1\r\n" + kHost + header
                                             + "GET /api/v1/echo/smuggled HTTP/1.1\r\n" + kHost + "\r\n");

        EXPECT_THAT(answer, StartsWith("HTTP/1.1 400 Bad Request\r\n")) << what;
        EXPECT_THAT(answer, HasSubstr("\r\nConnection: close\r\n")) << what;
        EXPECT_THAT(answer, HasSubstr("{\"error\":\"")) << what;
        EXPECT_THAT(answer, Not(HasSubstr("smuggled"))) << what;
        EXPECT_THAT(answer, Not(HasSubstr("HTTP/1.1 200"))) << what;
    }
}

TEST(HttpHostile, RequestLinesThatAreNoneAreRefused) {
    const EdgeServer server;
    const std::vector<std::string> lines = {"GET /\r\n\r\n",
                                            "GET  / HTTP/1.1\r\n",
                                            "GET / HTTP/2.0\r\n",
                                            "GET / HTTP/1.2\r\n",
                                            "GET / http/1.1\r\n",
                                            "GET / HTTP/1.1 \r\n",
                                            "GET\t/\tHTTP/1.1\r\n",
                                            "\r\nGET / HTTP/1.1\r\n",
                                            "GET no-slash HTTP/1.1\r\n",
                                            "GET * HTTP/1.1\r\n",
                                            std::string("GET /\0 HTTP/1.1\r\n", 17),
                                            "G{T / HTTP/1.1\r\n",
                                            "\x16\x03\x01\x02\x01\x01\x01\xfc\x03\x03"}; // TLS
    for (const auto& line : lines) {
        EXPECT_THAT(server.answer_to(line + kHost + "\r\n"), StartsWith("HTTP/1.1 400 ")) << line;
    }
    EXPECT_THAT(server.answer_to("GET / HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 400 ")); // No Host.
    EXPECT_THAT(server.answer_to("BREW / HTTP/1.1\r\n" + kHost + "\r\n"), StartsWith("HTTP/1.1 405 "));
    EXPECT_THAT(server.answer_to("CONNECT a.test:443 HTTP/1.1\r\n" + kHost + "\r\n"), StartsWith("HTTP/1.1 405 "));
}

TEST(HttpHostile, AnAbsoluteTargetIsAsGoodAsItsPath) {
    const EdgeServer server;

    EXPECT_THAT(server.answer_to("GET http://other.test/api/v1/echo/1?a=b HTTP/1.1\r\n" + kHost + "\r\n"),
                HasSubstr(R"("params":{"a":"b","id":"1"})"));
}

TEST(HttpHostile, TrailersChangeNothing) {
    const EdgeServer server({.trusted_proxies = {"127.0.0.0/8"}});

    const auto answer = server.answer_to("POST /api/v1/echo/1 HTTP/1.1\r\n" + kHost
                                         + "Transfer-Encoding: chunked\r\n\r\n3;ext=\"1\"\r\na=b\r\n0\r\n"
                                           "X-Forwarded-For: 6.6.6.6\r\nAuthorization: Bearer user-read\r\n\r\n");

    EXPECT_THAT(answer, HasSubstr(R"("peer":"127.0.0.1")"));
    EXPECT_THAT(answer, HasSubstr(R"("user":"0")"));
    EXPECT_THAT(answer, HasSubstr(R"("params":{"a":"b","id":"1"})"));
}

TEST(HttpHostile, PipelinedRequestsAreAnsweredInOrder) {
    const EdgeServer server;
    std::string requests;
    for (int i = 1; i <= 30; ++i)
        requests += "GET /api/v1/echo/" + std::to_string(i) + " HTTP/1.1\r\n" + kHost + "\r\n";
    requests += "POST /api/v1/echo/31 HTTP/1.1\r\n" + kHost + "Content-Length: 3\r\n\r\na=b";
    requests += "GET /health HTTP/1.1\r\n" + kHost + "Connection: close\r\n\r\n";

    const auto answer = server.answer_to(requests);

    std::size_t at = 0;
    for (int i = 1; i <= 31; ++i) {
        at = answer.find("\"id\":\"" + std::to_string(i) + "\"", at);
        ASSERT_NE(at, std::string::npos) << i;
    }
    EXPECT_THAT(answer, EndsWith("\r\n\r\nOK"));
}

TEST(HttpHostile, BytesMayComeOneByOne) {
    const EdgeServer server;
    auto socket = server.connect();
    const std::string request =
        "POST /api/v1/echo/1 HTTP/1.1\r\n" + kHost
        + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n2\r\na=\r\n1\r\nb\r\n0\r\n\r\n";

    for (const char byte : request) socket.send({&byte, 1});

    EXPECT_THAT(socket.read_to_end(), HasSubstr(R"("params":{"a":"b","id":"1"})"));
}

TEST(HttpHostile, OversizedHeadersAre431) {
    const EdgeServer server;
    const std::string start = "GET /api/v1/echo/1 HTTP/1.1\r\n" + kHost;

    EXPECT_THAT(server.answer_to(start + "X-A: " + std::string(64 << 10, 'a') + "\r\n\r\n"),
                StartsWith("HTTP/1.1 431 "));
    EXPECT_THAT(server.answer_to("GET /" + std::string(64 << 10, 'a') + " HTTP/1.1\r\n"), StartsWith("HTTP/1.1 431 "));
    std::string many = start;
    for (int i = 0; i < 5000; ++i) many += "X-A: b\r\n";
    EXPECT_THAT(server.answer_to(many + "\r\n"), StartsWith("HTTP/1.1 431 "));
    EXPECT_THAT(server.answer_to(start + "X-A: " + std::string(12 << 10, 'a') + "\r\nConnection: close\r\n\r\n"),
                StartsWith("HTTP/1.1 200 "));
}

// Beast counts the header's bytes anew with each line that is whole.
TEST(HttpHostile, HeadersThatComeLineByLineAreCountedTogether) {
    const EdgeServer server;
    auto socket = server.connect();
    socket.send("GET /api/v1/echo/1 HTTP/1.1\r\n" + kHost);
    for (int i = 0; i < 5000 && !socket.has_news_within(milliseconds(0)); ++i) socket.send("X-A: b\r\n");

    EXPECT_THAT(socket.read_to_end(), StartsWith("HTTP/1.1 431 "));
}

TEST(HttpHostile, OversizedBodiesAre413AndTheClientGetsToReadIt) {
    const EdgeServer server;
    const std::string start = "POST /api/v1/echo/1 HTTP/1.1\r\n" + kHost;
    const std::string two_megabytes(2 << 20, 'a');

    for (int i = 0; i < 5; ++i) {
        auto socket = server.connect();
        socket.send(start + "Content-Length: 2097152\r\n\r\n" + two_megabytes);
        EXPECT_THAT(socket.read_until("\r\n\r\n"), StartsWith("HTTP/1.1 413 "));
    }
    auto socket = server.connect();
    socket.send(start + "Content-Length: 41943040\r\n\r\n" + std::string(40 << 20, 'a')); // More than sockets hold.
    EXPECT_THAT(socket.read_until("\r\n\r\n"), StartsWith("HTTP/1.1 413 "));
    EXPECT_THAT(server.answer_to(start + "Transfer-Encoding: chunked\r\n\r\n200000\r\n" + two_megabytes),
                StartsWith("HTTP/1.1 413 "));
    std::string chunks;
    for (int i = 0; i < 200; ++i) chunks += "400\r\n" + std::string(1024, 'a') + "\r\n";
    EXPECT_THAT(server.answer_to(start + "Transfer-Encoding: chunked\r\n\r\n" + chunks), StartsWith("HTTP/1.1 413 "));
    EXPECT_THAT(server.answer_to(start + "Transfer-Encoding: chunked\r\n\r\n1;" + std::string(1 << 20, 'x')),
                StartsWith("HTTP/1.1 400 "));
}

TEST(HttpHostile, ExpectContinueIsAnsweredBeforeTheBody) {
    const EdgeServer server;
    auto socket = server.connect();
    const std::string start = "POST /api/v1/echo/1 HTTP/1.1\r\n" + kHost + "Expect: 100-continue\r\n";

    socket.send(start + "Content-Length: 3\r\n\r\n");
    EXPECT_EQ(socket.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    socket.send("a=b");
    EXPECT_THAT(socket.read_until("\r\n\r\n"), StartsWith("HTTP/1.1 200 "));

    EXPECT_THAT(server.answer_to(start + "Content-Length: 2000000\r\n\r\n"), StartsWith("HTTP/1.1 413 "));
    EXPECT_THAT(
        server.answer_to("POST /api/v1/echo/1 HTTP/1.1\r\n" + kHost + "Expect: tea\r\nContent-Length: 3\r\n\r\n"),
        StartsWith("HTTP/1.1 417 "));
}

TEST(HttpHostile, TooManyParametersAndTooDeepOnesAre400) {
    const EdgeServer server;
    auto client = server.client();
    std::string many;
    for (int i = 0; i < 5000; ++i) many += "a[]=1&";

    EXPECT_EQ(client.post("/api/v1/echo/1", many).status, 400);
    EXPECT_EQ(client.post_json("/api/v1/echo/1", std::string(50'000, '[')).status, 400);
    EXPECT_EQ(client.post("/api/v1/echo/1", "a=%FF").status, 400);
    EXPECT_EQ(client.post_json("/api/v1/echo/1", "{\"a\":\"\xFF\"}").status, 400);
    EXPECT_EQ(client.get("/api/v1/echo/1?a=1&a[b]=2").status, 400);
}

// Sends a byte now and then until the server has had enough.
std::string drip(RawSocket& socket, std::string_view bytes) {
    for (std::size_t i = 0; !socket.has_news_within(milliseconds(20)); ++i) {
        const char byte = i < bytes.size() ? bytes[i] : 'a';
        if (!socket.send({&byte, 1})) break;
    }
    return socket.read_to_end();
}

http::Limits short_times() {
    http::Limits limits;
    limits.header_time = limits.body_time = limits.idle_time = limits.write_time = milliseconds(200);
    limits.linger_time = milliseconds(200);
    return limits;
}

TEST(HttpHostile, Security23_SlowSendersAreCut) {
    const EdgeServer server({.limits = short_times()});

    auto header = server.connect();
    EXPECT_THAT(drip(header, "GET /api/v1/echo/1 HTTP/1.1\r\nX-A: "), StartsWith("HTTP/1.1 408 "));

    auto body = server.connect();
    body.send("POST /api/v1/echo/1 HTTP/1.1\r\n" + kHost + "Content-Length: 5000\r\n\r\n");
    EXPECT_THAT(drip(body, ""), StartsWith("HTTP/1.1 408 "));

    auto silent = server.connect();
    EXPECT_EQ(silent.read_to_end(), "");

    auto idle = server.connect();
    idle.send("GET /health HTTP/1.1\r\n" + kHost + "\r\n");
    idle.read_until("\r\n\r\nOK");
    EXPECT_TRUE(idle.is_closed());
}

TEST(HttpHostile, SlowReadersAreCut) {
    const EdgeServer server({.limits = short_times()});
    auto socket = server.connect();
    socket.set_receive_buffer(4096);

    socket.send("GET /api/v1/public?n=800000 HTTP/1.1\r\n" + kHost + "\r\n"); // 10 MB
    socket.read_until("\r\n\r\n");
    std::this_thread::sleep_for(milliseconds(700)); // Reads nothing meanwhile.

    EXPECT_LT(socket.read_to_end().size(), 8'000'000u);
}

TEST(HttpHostile, ASilentCrowdDoesNotKeepOthersOut) {
    const EdgeServer server;
    std::vector<RawSocket> crowd;
    for (int i = 0; i < 200; ++i) {
        crowd.push_back(server.connect());
        crowd.back().send("POST /api/v1/echo/1 HTTP/1.1\r\n" + kHost + "Content-Length: 100\r\n\r\n");
    }

    EXPECT_EQ(server.client().get("/api/v1/echo/1").status, 200);
}

TEST(HttpHostile, UploadsTogetherHaveABound) {
    http::Limits limits;
    limits.body_bytes_in_memory = 150'000;
    const EdgeServer server({.limits = limits});
    const std::string start = "POST /api/v1/echo/1 HTTP/1.1\r\n" + kHost + "Content-Length: 100000\r\n\r\n";
    auto first = server.connect();
    first.send(start + std::string(99'000, 'a'));
    while (server.client().get("/health").status != 200) {
    }

    std::string answer;
    while (answer.empty()) { // Until the first one's bytes have come.
        auto second = server.connect();
        second.send(start + std::string(99'000, 'a'));
        if (second.has_news_within(milliseconds(100))) answer = second.read_to_end();
    }
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 503 "));

    first.send(std::string(1'000, 'a'));
    EXPECT_THAT(first.read_until("\r\n\r\n"), StartsWith("HTTP/1.1 200 "));
    EXPECT_EQ(server.client().post("/api/v1/echo/1", std::string(99'000, 'a')).status, 200);
}

} // namespace
