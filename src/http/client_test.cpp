#include "http/client.h"

#include "support/raw_server.h"
#include "support/test_world.h"
#include "support/tls_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <cstdlib>
#include <future>

namespace http {
namespace {

using base::Refusal;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// A client that may go to loopback without TLS.
base::Config open_config() {
    base::Config config;
    config.domain = "akebono.test";
    config.https = true;
    config.federation_allow_http = true;
    config.allowed_private_addresses = base::loopback_networks();
    return config;
}

RawServer::Script answering(std::string bytes) {
    return [bytes = std::move(bytes)](const std::string&, const RawServer::Peer& peer) { return peer.send(bytes); };
}

Outgoing get(std::string url) { return {.url = std::move(url)}; }

std::string said(const Result<Incoming>& result) { return result ? "no refusal" : result.error().message; }

std::string zipped(std::string_view text) {
    z_stream zip = {};
    deflateInit2(&zip, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&zip, text.size()), '\0');
    zip.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    zip.avail_in = static_cast<uInt>(text.size());
    zip.next_out = reinterpret_cast<Bytef*>(out.data());
    zip.avail_out = static_cast<uInt>(out.size());
    deflate(&zip, Z_FINISH);
    out.resize(zip.total_out);
    deflateEnd(&zip);
    return out;
}

TEST(Client, FetchesAPage) {
    const RawServer server(answering(raw_answer("200 OK", "hello", "Content-Type: text/plain\r\nX-Odd:  a b \r\n")));
    const auto config = open_config();
    Client client(config);

    auto request = get(server.url("/a/../b?c=d"));
    request.headers = {{"Accept", "text/plain"}, {"X-Empty", ""}};
    const auto answer = client.fetch(request);

    ASSERT_TRUE(answer) << said(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "hello");
    EXPECT_EQ(answer->header("content-type"), "text/plain");
    EXPECT_EQ(answer->header("x-odd"), "a b");
    EXPECT_EQ(answer->url, server.url("/a/../b?c=d"));
    const auto sent = server.requests().at(0);
    EXPECT_THAT(sent, StartsWith("GET /a/../b?c=d HTTP/1.1\r\n"));
    EXPECT_EQ(raw_header(sent, "Host"), server.endpoint());
    EXPECT_EQ(raw_header(sent, "Accept"), "text/plain");
    EXPECT_THAT(raw_header(sent, "User-Agent"), StartsWith("Akebono/"));
    EXPECT_THAT(raw_header(sent, "User-Agent"), HasSubstr("(+https://akebono.test/)"));
}

TEST(Client, PostsABodyAtOnceAndKeepsTheConnection) {
    const RawServer server(answering(raw_answer("202 Accepted", "")));
    const auto config = open_config();
    Client client(config);
    const Outgoing request{.method = Method::Post,
                           .url = server.url("/inbox"),
                           .headers = {{"Content-Type", "application/activity+json"}},
                           .body = std::string(2000, 'a')};

    EXPECT_EQ(client.fetch(request)->status, 202);
    EXPECT_EQ(client.fetch(request)->status, 202);

    EXPECT_EQ(server.connections(), 1u);
    const auto sent = server.requests().at(1);
    EXPECT_THAT(sent, StartsWith("POST /inbox HTTP/1.1\r\n"));
    EXPECT_THAT(sent, HasSubstr("\r\n\r\n" + request.body));
    EXPECT_EQ(raw_header(sent, "Content-Type"), "application/activity+json");
    EXPECT_EQ(raw_header(sent, "Expect"), "");
}

TEST(Client, ManyRequestsAreUnderWayAtOnce) {
    constexpr int kCount = 40;
    std::mutex mutex;
    std::condition_variable change;
    int waiting = 0;
    const RawServer server([&](const std::string&, const RawServer::Peer& peer) {
        std::unique_lock lock(mutex);
        if (++waiting == kCount) change.notify_all();
        change.wait_for(lock, std::chrono::seconds(10), [&] { return waiting >= kCount; });
        lock.unlock();
        return peer.send(raw_answer("200 OK", "hello"));
    });
    const auto config = open_config();
    Client client(config);
    std::vector<std::promise<int>> done(kCount);

    for (auto& promise : done) {
        client.send(get(server.url()),
                    [&promise](Result<Incoming> answer) { promise.set_value(answer ? answer->status : 0); });
    }

    for (auto& promise : done) EXPECT_EQ(promise.get_future().get(), 200);
}

TEST(Client, ConnectsWhereATestSaysAndKeepsTheName) {
    const RawServer server(answering(raw_answer("200 OK", "")));
    const auto config = open_config();
    Client client(config);
    client.connect_to("remote.test", server.endpoint());

    EXPECT_TRUE(client.fetch(get("http://remote.test/users/a")));

    EXPECT_EQ(raw_header(server.requests().at(0), "Host"), "remote.test");
}

TEST(Client, PreparesEachHopAnew) {
    const RawServer server([](const std::string& request, const RawServer::Peer& peer) {
        const bool is_first = request.starts_with("GET /first ");
        return peer.send(is_first ? raw_answer("302 Found", "", "Location: /second?x\r\n")
                                  : raw_answer("200 OK", "end"));
    });
    const auto config = open_config();
    Client client(config);
    auto request = get(server.url("/first"));
    request.prepare = [](Outgoing& hop) { hop.headers.emplace_back("Signature", "of " + hop.url); };

    const auto answer = client.fetch(request);

    ASSERT_TRUE(answer) << said(answer);
    EXPECT_EQ(answer->body, "end");
    EXPECT_EQ(answer->url, server.url("/second?x"));
    EXPECT_EQ(raw_header(server.requests().at(0), "Signature"), "of " + server.url("/first"));
    EXPECT_EQ(raw_header(server.requests().at(1), "Signature"), "of " + server.url("/second?x"));
    EXPECT_THAT(server.requests().at(1), Not(HasSubstr("/first")));
}

TEST(Client, Security20_RedirectsThreeTimesAndNoMore) {
    const RawServer server([](const std::string& request, const RawServer::Peer& peer) {
        const auto left = std::atoi(request.c_str() + request.find('/') + 1);
        if (left == 0) return peer.send(raw_answer("200 OK", "end"));
        return peer.send(raw_answer("301 Moved", "", "Location: /" + std::to_string(left - 1) + "\r\n"));
    });
    const auto config = open_config();
    Client client(config);

    EXPECT_EQ(client.fetch(get(server.url("/3")))->body, "end");
    EXPECT_THAT(said(client.fetch(get(server.url("/4")))), HasSubstr("redirects too often"));
    Outgoing post{.method = Method::Post, .url = server.url("/1")};
    EXPECT_EQ(client.fetch(post)->status, 301);
}

TEST(Client, Security20_CredentialsStayWithTheirServer) {
    const RawServer other(answering(raw_answer("200 OK", "end")));
    const RawServer server(answering(raw_answer("302 Found", "", "Location: " + other.url("/b") + "\r\n")));
    const auto config = open_config();
    Client client(config);
    auto request = get(server.url("/a"));
    request.headers = {{"Authorization", "Bearer x"}, {"Signature", "x"}, {"Accept", "text/plain"}};

    EXPECT_EQ(client.fetch(request)->body, "end");

    EXPECT_EQ(raw_header(server.requests().at(0), "Authorization"), "Bearer x");
    EXPECT_EQ(raw_header(other.requests().at(0), "Authorization"), "");
    EXPECT_EQ(raw_header(other.requests().at(0), "Signature"), "");
    EXPECT_EQ(raw_header(other.requests().at(0), "Accept"), "text/plain");
}

// ── what must not be reached ──

// security: SSRF ranges.
TEST(Client, Security17_PrivateAddressesAreRefusedInEverySpelling) {
    const RawServer server(answering(raw_answer("200 OK", "inside")));
    auto config = open_config();
    config.allowed_private_addresses.clear();
    Client client(config);
    const auto port = ":" + std::to_string(server.port());

    for (const auto* host :
         {"127.0.0.1", "localhost", "[::1]", "[::]", "0.0.0.0", "[::ffff:127.0.0.1]", "[::127.0.0.1]", "127.1",
          "0x7f.0.0.1", "0177.0.0.1", "2130706433", "0x7f000001", "10.0.0.1", "169.254.169.254", "[64:ff9b::7f00:1]",
          "[fe80::1]", "[fc00::1]", "127.0.0.1.", "%31%32%37.0.0.1"}) {
        const auto answer = client.fetch(get("http://" + std::string(host) + port + "/"));
        ASSERT_FALSE(answer) << host;
        EXPECT_TRUE(answer.error().refusal == Refusal::Forbidden || answer.error().refusal == Refusal::Invalid) << host;
    }
    EXPECT_EQ(server.connections(), 0u);
}

// security: DNS rebinding. What counts is the address that is connected to, whatever the name led to before.
TEST(Client, Security18_NamesThatLeadInsideAreRefused) {
    const RawServer server(answering(raw_answer("200 OK", "inside")));
    auto config = open_config();
    config.allowed_private_addresses.clear();
    Client client(config);
    client.connect_to("remote.test", server.endpoint());

    const auto answer = client.fetch(get("http://remote.test/"));

    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().refusal, Refusal::Forbidden);
    EXPECT_EQ(answer.error().message, "remote.test: it is not on the public internet");
    EXPECT_EQ(server.connections(), 0u);
}

// security: redirects to inside.
TEST(Client, Security20_RedirectsAreCheckedLikeFirstRequests) {
    const RawServer inside(answering(raw_answer("200 OK", "inside")));
    std::string location;
    const RawServer server([&](const std::string&, const RawServer::Peer& peer) {
        return peer.send(raw_answer("302 Found", "", "Location: " + location + "\r\n"));
    });
    auto config = open_config();
    config.allowed_private_addresses = {*base::Network::parse("127.0.0.1/32")};
    Client client(config);
    client.connect_to("inside.test", "127.0.0.2:" + std::to_string(inside.port()));

    for (const auto* target : {"http://127.0.0.2/", "http://inside.test/", "http://[::1]/", "ftp://remote.test/",
                               "file:///etc/passwd", "gopher://127.0.0.1/", "http://a:b@127.0.0.1/", "//127.0.0.2/"}) {
        location = target;
        EXPECT_FALSE(client.fetch(get(server.url()))) << target;
    }
    EXPECT_EQ(inside.connections(), 0u);
}

TEST(Client, OnlyHttpsIsSpokenUnlessTheConfigurationSaysSo) {
    const RawServer server(answering(raw_answer("200 OK", "")));
    auto config = open_config();
    config.federation_allow_http = false;
    Client client(config);

    EXPECT_THAT(said(client.fetch(get(server.url()))), HasSubstr("only https"));
    EXPECT_FALSE(client.fetch(get("file:///etc/passwd")));
    EXPECT_FALSE(client.fetch(get("ftp://remote.test/")));
    EXPECT_EQ(server.connections(), 0u);
}

// security: request injection.
TEST(Client, Security21_NothingOddReachesTheWire) {
    const RawServer server(answering(raw_answer("200 OK", "")));
    const auto config = open_config();
    Client client(config);
    const std::string nul("a\0b", 3);
    const std::vector<std::pair<std::string, std::string>> odd = {{"X-A", "b\r\nX-B: c"},
                                                                  {"X-A", "b\n"},
                                                                  {"X-A", nul},
                                                                  {"X A", "b"},
                                                                  {"X-A:", "b"},
                                                                  {"X-A\r\nX-B", "c"},
                                                                  {"", "b"},
                                                                  {"Host", "other.test"},
                                                                  {"content-length", "3"},
                                                                  {"Transfer-Encoding", "chunked"}};

    for (const auto& header : odd) {
        auto request = get(server.url());
        request.headers = {header};
        const auto answer = client.fetch(request);
        ASSERT_FALSE(answer) << header.first;
        EXPECT_EQ(answer.error().refusal, Refusal::Invalid);
    }
    for (const auto* target : {"/ HTTP/1.1\r\nX-B: c", "/a b", "/a\nb", "/a\tb"}) {
        EXPECT_FALSE(client.fetch(get(server.url(target)))) << target;
    }
    EXPECT_EQ(server.connections(), 0u);
}

TEST(Client, TheProxiesOfTheEnvironmentAreNotUsed) {
    const RawServer proxy(answering(raw_answer("200 OK", "proxy")));
    const RawServer server(answering(raw_answer("200 OK", "server")));
    const auto config = open_config();
    ::setenv("http_proxy", proxy.url().c_str(), 1);
    ::setenv("all_proxy", proxy.url().c_str(), 1);
    Client client(config);

    EXPECT_EQ(client.fetch(get(server.url()))->body, "server");

    ::unsetenv("http_proxy");
    ::unsetenv("all_proxy");
    EXPECT_EQ(proxy.connections(), 0u);
}

// ── what must not cost much ──

// security: slow answers. A byte now and then keeps no request alive.
TEST(Client, Security22_ASlowSenderIsCutAtTheDeadline) {
    const RawServer server([](const std::string&, const RawServer::Peer& peer) {
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        while (peer.send("a")) std::this_thread::sleep_for(milliseconds(20));
        return false;
    });
    const auto config = open_config();
    Client client(config);
    auto request = get(server.url());
    request.deadline = milliseconds(300);
    const auto begun = steady_clock::now();

    const auto answer = client.fetch(request);

    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().refusal, Refusal::Unavailable);
    EXPECT_THAT(answer.error().message, HasSubstr("too long"));
    EXPECT_LT(steady_clock::now() - begun, std::chrono::seconds(5));
}

// So that a long deadline is for those alone who use it.
TEST(Client, WhoSendsNothingMoreIsNotWaitedForLong) {
    const RawServer server([](const std::string&, const RawServer::Peer& peer) {
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc");
        peer.is_hung_up();
        return false;
    });
    const auto config = open_config();
    Client client(config);
    auto request = get(server.url());
    request.deadline = std::chrono::seconds(60);
    request.stall = std::chrono::seconds(1);
    const auto begun = steady_clock::now();

    EXPECT_THAT(said(client.fetch(request)), HasSubstr("too long"));
    EXPECT_LT(steady_clock::now() - begun, std::chrono::seconds(15));
}

TEST(Client, TheDeadlineCountsForAllHopsTogether) {
    const RawServer server([](const std::string&, const RawServer::Peer& peer) {
        std::this_thread::sleep_for(milliseconds(200));
        return peer.send(raw_answer("302 Found", "", "Location: /again\r\n"));
    });
    const auto config = open_config();
    Client client(config);
    auto request = get(server.url());
    request.deadline = milliseconds(300);
    request.max_redirects = 100;

    EXPECT_THAT(said(client.fetch(request)), HasSubstr("too long"));
    EXPECT_LE(server.requests().size(), 2u);
}

// security: response size, decompressed.
TEST(Client, Security24_AZipBombIsStoppedAtTheCap) {
    const auto bomb = zipped(std::string(50 << 20, 'a'));
    const RawServer server(answering(raw_answer("200 OK", bomb, "Content-Encoding: gzip\r\n")));
    const auto config = open_config();
    Client client(config);

    const auto answer = client.fetch(get(server.url()));

    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().refusal, Refusal::TooLarge);
    EXPECT_EQ(raw_header(server.requests().at(0), "Accept-Encoding"), "gzip, deflate");
}

TEST(Client, ReadsWhatIsCompressed) {
    const RawServer server(answering(raw_answer("200 OK", zipped("hello"), "Content-Encoding: gzip\r\n")));
    const auto config = open_config();
    Client client(config);

    EXPECT_EQ(client.fetch(get(server.url()))->body, "hello");
}

TEST(Client, Security24_AnEndlessAnswerIsStoppedAtTheCap) {
    const RawServer server([](const std::string&, const RawServer::Peer& peer) {
        peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        while (peer.send("400\r\n" + std::string(1024, 'a') + "\r\n")) {
        }
        return false;
    });
    const auto config = open_config();
    Client client(config);
    auto request = get(server.url());
    request.max_bytes = 10'000;

    EXPECT_EQ(client.fetch(request).error().refusal, Refusal::TooLarge);
    request.may_cut = true;
    const auto answer = client.fetch(request);
    ASSERT_TRUE(answer) << said(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body.size(), 10'000u);
}

TEST(Client, EndlessHeadersAreStopped) {
    const RawServer server([](const std::string&, const RawServer::Peer& peer) {
        peer.send("HTTP/1.1 200 OK\r\n");
        while (peer.send("X-Many: " + std::string(1000, 'a') + "\r\n")) {
        }
        return false;
    });
    const auto config = open_config();
    Client client(config);

    EXPECT_EQ(client.fetch(get(server.url())).error().refusal, Refusal::TooLarge);
}

// ── troubles ──

TEST(Client, TroublesAreRefusalsWithAReason) {
    const RawServer mute([](const std::string&, const RawServer::Peer&) { return false; });
    const RawServer odd(answering("SMTP ready\r\n\r\n"));
    std::uint16_t closed = 0;
    {
        const RawServer gone(answering(""));
        closed = gone.port();
    }
    const auto config = open_config();
    Client client(config);

    EXPECT_THAT(said(client.fetch(get(mute.url()))), HasSubstr("hung up without an answer"));
    EXPECT_FALSE(client.fetch(get(odd.url())));
    EXPECT_THAT(said(client.fetch(get("http://127.0.0.1:" + std::to_string(closed) + "/"))),
                HasSubstr("nobody answers"));
    EXPECT_THAT(said(client.fetch(get("http://nowhere.invalid/"))), StartsWith("nowhere.invalid: "));
}

// ── TLS ──

// What `client` says of https://remote.test/, when a server with this certificate is there.
std::string said_of(const TestCertificate& certificate, const std::string& ca_file) {
    const TlsServer server(certificate);
    auto config = open_config();
    config.federation_allow_http = false;
    config.federation_ca_file = ca_file;
    Client client(config);
    client.connect_to("remote.test", server.endpoint());
    const auto answer = client.fetch(get("https://remote.test/"));
    EXPECT_EQ(server.requests(), answer ? 1 : 0);
    return answer ? answer->body : answer.error().message;
}

TEST(Client, TrustsWhomItsAuthoritiesVouchFor) {
    const auto authority = make_authority();
    const CertificateFile ca(authority);

    EXPECT_EQ(said_of(make_certificate(authority, "remote.test"), ca.path), "hello");
}

// security: no certificate goes unchecked.
TEST(Client, Security49_TrustsNobodyElse) {
    const auto authority = make_authority();
    const auto stranger = make_authority();
    const CertificateFile ca(authority);

    EXPECT_THAT(said_of(make_certificate(stranger, "remote.test"), ca.path), HasSubstr("certificate"));
    EXPECT_THAT(said_of(make_certificate(authority, "other.test"), ca.path), HasSubstr("remote.test"));
    EXPECT_THAT(said_of(make_certificate(authority, "remote.test", -1), ca.path), HasSubstr("expired"));
    EXPECT_THAT(said_of(stranger, ca.path), HasSubstr("certificate"));
    EXPECT_THAT(said_of(make_certificate(authority, "remote.test"), base::Config().federation_ca_file),
                HasSubstr("certificate"));
    EXPECT_THAT(said_of(make_certificate(authority, "remote.test"), "/nowhere"), testing::Ne("hello"));
}

TEST(Client, WhoSpeaksNoTlsIsNotSpokenTo) {
    const RawServer server(answering(raw_answer("200 OK", "")));
    const auto config = open_config();
    Client client(config);
    client.connect_to("remote.test", server.endpoint());
    auto request = get("https://remote.test/");
    request.deadline = milliseconds(200);

    EXPECT_FALSE(client.fetch(request));
    EXPECT_THAT(server.requests(), ElementsAre());
}

TEST(Client, StoppingEndsWhatIsUnderWay) {
    const RawServer server([](const std::string&, const RawServer::Peer& peer) {
        peer.is_hung_up();
        return false;
    });
    const auto config = open_config();
    Client client(config);
    std::promise<std::string> promise;
    client.send(get(server.url()), [&](const Result<Incoming>& answer) { promise.set_value(said(answer)); });

    client.stop();

    EXPECT_EQ(promise.get_future().get(), "the server is stopping");
    EXPECT_FALSE(client.fetch(get(server.url())));
}

} // namespace
} // namespace http
