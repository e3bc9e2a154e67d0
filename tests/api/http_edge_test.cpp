#include "support/edge_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

// What well-meaning clients meet.
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(HttpEdge, AnswersWithWhatTheHandlerSaysAndTheHeadersOfEveryReply) {
    const EdgeServer server;

    const auto reply = server.client().get("/api/v1/echo/5?a[]=1&a[]=2");

    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(boost::json::serialize(reply.json().at("params")), R"({"a":["1","2"],"id":"5"})");
    EXPECT_EQ(reply.header("Content-Type"), "application/json; charset=utf-8");
    EXPECT_EQ(reply.header("Cache-Control"), "private, no-store");
    EXPECT_EQ(reply.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(reply.header("X-Frame-Options"), "DENY");
    EXPECT_THAT(reply.header("Content-Security-Policy"), StartsWith("default-src 'none'"));
    EXPECT_EQ(reply.header("Access-Control-Allow-Origin"), "*");
    EXPECT_THAT(reply.header("Access-Control-Expose-Headers"), HasSubstr("Link"));
    EXPECT_EQ(reply.header("X-Request-Id").size(), 36u);
    EXPECT_THAT(reply.header("Date"), HasSubstr(" GMT"));
}

TEST(HttpEdge, TakesBodiesOfEveryKind) {
    const EdgeServer server;
    auto client = server.client();

    EXPECT_EQ(client.post("/api/v1/echo/5", "a=1").json().at("params").at("a"), "1");
    EXPECT_EQ(client.post_json("/api/v1/echo/5", R"({"id":"9","a":{"b":[1]}})").json().at("params").at("id"), "5");
    const auto multipart =
        client.request("POST", "/api/v1/echo/5", {{"Content-Type", "multipart/form-data; boundary=b"}},
                       "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\n");
    EXPECT_EQ(multipart.json().at("params").at("a"), "1");
    EXPECT_EQ(client.post_json("/api/v1/echo/5", "{").status, 400);
    EXPECT_EQ(client.post_json("/api/v1/echo/5", "{").error(), "The request body is not valid JSON");
}

TEST(HttpEdge, HeadIsGetWithoutItsBody) {
    const EdgeServer server;
    auto client = server.client();

    const auto get = client.get("/api/v1/public");
    const auto head = client.request("HEAD", "/api/v1/public");

    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.body, "");
    EXPECT_EQ(head.header("Content-Length"), std::to_string(get.body.size()));
    EXPECT_EQ(client.get("/api/v1/echo/5").status, 200);
}

TEST(HttpEdge, UnknownPathsAndMethodsAre404AndReadableAcrossOrigins) {
    const EdgeServer server;
    auto client = server.client();

    for (const auto* method : {"GET", "DELETE", "PUT"}) {
        const auto reply = client.request(method, "/api/v1/nothing");
        EXPECT_EQ(reply.status, 404);
        EXPECT_EQ(reply.error(), "Not Found");
        EXPECT_EQ(reply.header("Access-Control-Allow-Origin"), "*");
    }
    EXPECT_EQ(client.del("/api/v1/mine").status, 404);
    EXPECT_EQ(client.post_json("/api/v1/nothing", "{}").status, 404);
    EXPECT_EQ(client.get("/nothing").status, 404);
    EXPECT_EQ(client.get("/api/v1/echo/%zz").status, 400);
}

TEST(HttpEdge, BrowsersMayAskFirst) {
    const EdgeServer server;

    const auto reply = server.client().request("OPTIONS", "/api/v1/mine",
                                               {{"Origin", "https://app.test"},
                                                {"Access-Control-Request-Method", "PATCH"},
                                                {"Access-Control-Request-Headers", "authorization, idempotency-key"}});

    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.header("Access-Control-Allow-Origin"), "*");
    EXPECT_THAT(reply.header("Access-Control-Allow-Methods"), HasSubstr("PATCH"));
    EXPECT_EQ(reply.header("Access-Control-Allow-Headers"), "authorization, idempotency-key");
}

TEST(HttpEdge, PathsThatAreNoApiStayWithTheirOrigin) {
    const EdgeServer server;
    auto client = server.client();

    EXPECT_EQ(client.get("/page", {{"Origin", "https://app.test"}}).header("Access-Control-Allow-Origin"), "");
    const auto options = client.request("OPTIONS", "/page");
    EXPECT_EQ(options.status, 204);
    EXPECT_EQ(options.header("Allow"), "GET, HEAD");
    EXPECT_EQ(client.request("OPTIONS", "/nothing").status, 404);
}

std::string unzipped(const std::string& bytes) {
    std::string text(1 << 20, '\0');
    z_stream stream = {};
    inflateInit2(&stream, 16 + MAX_WBITS);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(text.data());
    stream.avail_out = static_cast<uInt>(text.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    text.resize(stream.total_out);
    inflateEnd(&stream);
    return text;
}

TEST(HttpEdge, CompressesWhatIsLongWhenAsked) {
    const EdgeServer server;
    auto client = server.client();
    const auto plain = client.get("/api/v1/public");

    const auto zipped = client.get("/api/v1/public", {{"Accept-Encoding", "br, gzip;q=0.5"}});

    EXPECT_EQ(zipped.header("Content-Encoding"), "gzip");
    EXPECT_EQ(unzipped(zipped.body), plain.body);
    EXPECT_LT(zipped.body.size() * 10, plain.body.size());
    EXPECT_EQ(plain.header("Content-Encoding"), "");
    EXPECT_EQ(client.get("/api/v1/public", {{"Accept-Encoding", "gzip;q=0"}}).header("Content-Encoding"), "");
    EXPECT_EQ(client.get("/api/v1/public?n=1", {{"Accept-Encoding", "gzip"}}).header("Content-Encoding"), "");
    EXPECT_EQ(client.get("/page", {{"Accept-Encoding", "gzip"}}).header("Content-Encoding"), ""); // May hold secrets.
}

TEST(HttpEdge, PublicAnswersMayBeKeptByEverybodyUnlessATokenWasSent) {
    const EdgeServer server;
    auto client = server.client();

    const auto reply = client.get("/api/v1/public");
    EXPECT_THAT(reply.header("Cache-Control"), HasSubstr("public"));
    EXPECT_THAT(reply.header("Vary"), HasSubstr("Authorization"));

    const auto unchanged = client.get("/api/v1/public", {{"If-None-Match", reply.header("ETag")}});
    EXPECT_EQ(unchanged.status, 304);
    EXPECT_EQ(unchanged.header("ETag"), reply.header("ETag"));
    EXPECT_EQ(client.get("/api/v1/public?n=3", {{"If-None-Match", reply.header("ETag")}}).status, 200);

    client.token = "user-read";
    const auto mine = client.get("/api/v1/public");
    EXPECT_EQ(mine.header("Cache-Control"), "private, no-store");
    EXPECT_EQ(mine.header("ETag"), "");
}

TEST(HttpEdge, SaysWhoMayCallInMastodonsWords) {
    const EdgeServer server;
    auto client = server.client();
    const auto said = [&](std::string token, std::string_view path) {
        client.token = std::move(token);
        const auto reply = client.get(path);
        return std::to_string(reply.status) + " " + reply.error();
    };

    EXPECT_EQ(said("", "/api/v1/mine"), "401 The access token is invalid");
    EXPECT_EQ(said("nonsense", "/api/v1/mine"), "401 The access token is invalid");
    EXPECT_EQ(said("nonsense", "/api/v1/echo/1"), "401 The access token is invalid");
    EXPECT_EQ(said("user-write", "/api/v1/mine"), "403 This action is outside the authorized scopes");
    EXPECT_EQ(said("app-read", "/api/v1/mine"), "422 This method requires an authenticated user");
    EXPECT_EQ(said("barred-read", "/api/v1/mine"), "403 Your login is currently pending approval");
    EXPECT_EQ(said("user-read", "/api/v1/mine"), "200 ");
    EXPECT_EQ(said("user-push", "/api/v1/any_user"), "200 ");
    EXPECT_EQ(said("", "/api/v1/echo/1"), "200 ");
    EXPECT_EQ(said("app-read", "/api/v1/app"), "200 ");
    EXPECT_EQ(said("barred-read", "/api/v1/app"), "200 ");
    EXPECT_EQ(said("", "/api/v1/app"), "401 The access token is invalid");
    EXPECT_EQ(said("user-write", "/api/v1/public"), "403 This action is outside the authorized scopes");
    EXPECT_EQ(said("user-write", "/api/v1/hashed"), "403 This action is outside the authorized scopes");

    client.token = "user-read";
    EXPECT_EQ(client.get("/api/v1/hashed").body, "7");
    client.token = "nonsense";
    EXPECT_THAT(client.get("/api/v1/mine").header("WWW-Authenticate"), HasSubstr("error=\"invalid_token\""));
}

TEST(HttpEdge, CookiesMeanNothingToTheApi) {
    const EdgeServer server;
    auto client = server.client();

    EXPECT_EQ(client.get("/api/v1/echo/1", {{"Cookie", "session=x"}}).json().at("cookies"), "");
    EXPECT_EQ(client.get("//api//v1/echo/1", {{"Cookie", "session=x"}}).json().at("cookies"), "");
    EXPECT_EQ(client.get("/echo", {{"Cookie", "session=x"}}).json().at("cookies"), "session=x");
}

TEST(HttpEdge, FaultsAreLoggedAndNotShown) {
    const EdgeServer server;
    auto client = server.client();

    EXPECT_EQ(client.get("/api/v1/fault").body, R"({"error":"Internal Server Error"})");
    EXPECT_EQ(client.get("/api/v1/fault").status, 500);
    const auto busy = client.get("/api/v1/busy");
    EXPECT_EQ(busy.status, 503);
    EXPECT_NE(busy.header("Retry-After"), "");
    EXPECT_EQ(client.get("/api/v1/echo/1").status, 200);
}

TEST(HttpEdge, ALineBreakInAHeaderIsRefused) {
    const EdgeServer server;

    const auto reply = server.client().get("/line_break?said=a%0d%0aSet-Cookie:%20x=y");

    EXPECT_EQ(reply.status, 500);
    EXPECT_EQ(reply.header("Set-Cookie"), "");
    EXPECT_EQ(server.client().get("/line_break?said=ok").header("X-Said"), "ok");
}

TEST(HttpEdge, TellsHowItIs) {
    const EdgeServer server;
    auto client = server.client();
    client.get("/api/v1/echo/1");

    EXPECT_EQ(client.get("/health").status, 200);
    EXPECT_EQ(client.get("/health/ready").status, 200);
    const auto metrics = client.get("/metrics");
    EXPECT_EQ(metrics.status, 200);
    EXPECT_THAT(metrics.body,
                HasSubstr("akebono_http_requests_total{method=\"GET\",route=\"/api/v1/echo/:id\",status=\"2xx\"}"));
    EXPECT_THAT(metrics.body, HasSubstr("akebono_http_request_seconds_bucket{le=\"0.001\"}"));
    EXPECT_THAT(metrics.body, HasSubstr("akebono_sql_statements_total"));
}

TEST(HttpEdge, BelievesProxiesThatAreTrusted) {
    const EdgeServer trusting({.trusted_proxies = {"127.0.0.0/8"}});
    const HttpHeaders forwarded = {{"X-Forwarded-For", "6.6.6.6, 203.0.113.9"}, {"X-Forwarded-Proto", "https"}};

    const auto behind_proxy = trusting.client().get("/echo", forwarded).json();
    EXPECT_EQ(behind_proxy.at("peer"), "203.0.113.9");
    EXPECT_EQ(behind_proxy.at("https"), true);
    EXPECT_EQ(trusting.client().get("/metrics", forwarded).status, 404);
    EXPECT_EQ(trusting.client().get("/metrics/", forwarded).status, 404);

    const EdgeServer alone;
    EXPECT_EQ(alone.client().get("/echo", forwarded).json().at("peer"), "127.0.0.1");
    EXPECT_EQ(alone.client().get("/echo", forwarded).json().at("https"), false);
}

TEST(HttpEdge, LimitsRates) {
    EdgeServer server({.rate_limits = true, .trusted_proxies = {"127.0.0.0/8"}});
    auto client = server.client();

    const auto first = client.get("/api/v1/echo/1");
    EXPECT_EQ(first.header("X-RateLimit-Limit"), "300");
    EXPECT_EQ(first.header("X-RateLimit-Remaining"), "299");
    EXPECT_EQ(first.header("X-RateLimit-Reset"), "2024-01-02T03:05:00.000Z");

    const auto from = [](std::string address) { return HttpHeaders{{"X-Forwarded-For", std::move(address)}}; };
    for (int i = 0; i < 5; ++i) EXPECT_EQ(client.post("/api/v1/apps", "", from("203.0.113.1")).status, 200);
    const auto refused = client.post("/api/v1/apps", "", from("203.0.113.1"));
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.error(), "Too many requests");
    EXPECT_EQ(refused.header("X-RateLimit-Remaining"), "0");
    EXPECT_EQ(client.post("/api/v1/apps", "", from("203.0.113.2")).status, 200);

    server.world().clock.advance(std::chrono::minutes(10));
    EXPECT_EQ(client.post("/api/v1/apps", "", from("203.0.113.1")).status, 200);
}

TEST(HttpEdge, CountsStatusesThatWerePostedOnly) {
    const EdgeServer server({.rate_limits = true});
    auto client = server.client();
    client.token = "user-write";

    EXPECT_EQ(client.post("/api/v1/statuses").header("X-RateLimit-Remaining"), "299");
    EXPECT_EQ(client.post("/api/v1/refused").header("X-RateLimit-Remaining"), "299");
    EXPECT_EQ(client.post("/api/v1/statuses").header("X-RateLimit-Remaining"), "298");
    client.token = "user-read";
    EXPECT_EQ(client.get("/api/v1/mine").header("X-RateLimit-Limit"), "300"); // The token's, which is the tightest.
}

TEST(HttpEdge, LimitsGuessesAtOneName) {
    const EdgeServer server({.rate_limits = true, .trusted_proxies = {"127.0.0.0/8"}});
    auto client = server.client();
    const auto try_from = [&](int i) {
        const HttpHeaders from = {{"X-Forwarded-For", "203.0.113." + std::to_string(i)}};
        const std::string_view form =
            i % 2 ? "email=Victim@a.test" : "user[email]=victim@A.test"; // An app's, and ours.
        return client.post("/auth/sign_in", form, from).status;
    };

    for (int i = 0; i < 25; ++i) EXPECT_EQ(try_from(i), 200);
    EXPECT_EQ(try_from(100), 429);
}

TEST(HttpEdge, BadTokensCountForTheirAddress) {
    const EdgeServer server({.rate_limits = true});
    auto client = server.client();
    client.token = "nonsense";

    EXPECT_EQ(client.get("/api/v1/mine").header("X-RateLimit-Remaining"), "299");
    EXPECT_EQ(client.get("/api/v1/mine").header("X-RateLimit-Remaining"), "298");
}

TEST(HttpEdge, AMadeUpTokenHelpsNobodyPastTheLimits) {
    const EdgeServer server({.rate_limits = true});
    auto client = server.client();
    client.token = "nonsense";

    EXPECT_EQ(client.get("/api/v1/fault").header("X-RateLimit-Remaining"), "299"); // Where nobody looks at tokens.
    EXPECT_EQ(client.get("/api/v1/fault").header("X-RateLimit-Remaining"), "298");
}

TEST(HttpEdge, APasswordForTheProxyIsNoToken) {
    const EdgeServer server;

    EXPECT_EQ(server.client().get("/api/v1/echo/1", {{"Authorization", "Basic YTpi"}}).status, 200);
}

} // namespace
