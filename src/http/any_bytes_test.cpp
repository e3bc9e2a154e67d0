#include "http/params.h"
#include "http/request_parser.h"
#include "http/websocket.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

// Good input with a few bytes changed, left out or repeated, by chance that is the same in every run: nothing may
// crash, hang, or be taken for more than it is. The sanitizers' runs look closest.
namespace http {
namespace {

constexpr int kRounds = 4000;

class Mutator {
public:
    std::string mutated(std::string text) {
        for (int i = pick(1, 6); i > 0 && !text.empty(); --i) {
            const auto at = static_cast<std::size_t>(pick(0, static_cast<int>(text.size()) - 1));
            switch (pick(0, 4)) {
            case 0: text[at] = static_cast<char>(pick(0, 255)); break;
            case 1: text.erase(at, static_cast<std::size_t>(pick(1, 8))); break;
            case 2: text.insert(at, text.substr(at / 2, static_cast<std::size_t>(pick(1, 30)))); break;
            case 3: text.insert(at, 1, "[]&=%+\r\n:;,\"\\-\0{}"[pick(0, 16)]); break;
            default: text.resize(at); break;
            }
        }
        return text;
    }
    int pick(int least, int most) { return std::uniform_int_distribution<int>(least, most)(engine_); }

private:
    std::mt19937 engine_{20261121};
};

TEST(AnyBytes, AreReadAsARequestOrRefused) {
    const std::vector<std::string> good = {
        "GET /api/v1/accounts/1?a[]=b HTTP/1.1\r\nHost: a.test\r\nAccept: */*\r\nConnection: keep-alive\r\n\r\n",
        "POST /api/v1/statuses HTTP/1.1\r\nHost: a.test\r\nContent-Length: 11\r\n\r\nstatus=hello",
        "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;a=\"b\"\r\nhello\r\n0\r\nX-T: 1\r\n\r\n",
    };
    Mutator mutator;
    for (int i = 0; i < kRounds; ++i) {
        const auto bytes = mutator.mutated(good[static_cast<std::size_t>(i) % good.size()]);
        RequestParser parser(1024);
        std::string pending;
        std::size_t step = static_cast<std::size_t>(mutator.pick(1, 40));
        for (std::size_t at = 0; at < bytes.size() && parser.failure() == 0 && !(parser.has_head() && parser.has_all());
             at += step) {
            pending += bytes.substr(at, step);
            if (!parser.has_head()) pending.erase(0, parser.read_head(pending));
            if (parser.failure() == 0 && parser.has_head() && !parser.has_all())
                pending.erase(0, parser.read_body(pending));
        }
        EXPECT_LE(parser.request.body.size(), bytes.size());
        EXPECT_LE(pending.size(), bytes.size());
    }
}

TEST(AnyBytes, AreReadAsParametersOrRefused) {
    const std::vector<std::pair<std::string, std::string>> good = {
        {"application/x-www-form-urlencoded", "a=1&b[]=2&b[]=%E6%9B%99&c[d][0][e]=+&f[][g]=1&f[][g]=2"},
        {"application/json", R"({"status":"曙 \u66d9","media_ids":["1",2],"poll":{"options":["a"],"expires_in":3e2}})"},
        {"multipart/form-data; boundary=\"b\"",
         "--b\r\nContent-Disposition: form-data; name=\"a[b]\"\r\n\r\n1\r\n--b\r\nContent-Disposition: form-data; name=f; "
         "filename=\"a\\\"b.png\"\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n--b--\r\n"},
    };
    Mutator mutator;
    for (int i = 0; i < kRounds; ++i) {
        const auto& [type, body] = good[static_cast<std::size_t>(i) % good.size()];
        Request request;
        request.headers = {{"content-type", i % 7 == 0 ? mutator.mutated(type) : type}};
        request.query = mutator.mutated("a=1&b[c]=d");
        request.body = mutator.mutated(body);

        if (!read_params(request)) continue;
        EXPECT_TRUE(json::parse(boost::json::serialize(request.params)));
        for (const auto& file : request.files) EXPECT_LE(file.bytes.size(), request.body.size());
    }
}

TEST(AnyBytes, AreReadAsFramesOrRefused) {
    Mutator mutator;
    const std::string good("\x81\x85\x01\x02\x03\x04"
                           "igoom"
                           "\x89\x80\x01\x02\x03\x04"
                           "\x01\x81\0\0\0\0"
                           "a"
                           "\x80\xFE\0\x80\0\0\0\0",
                           32);
    for (int i = 0; i < kRounds; ++i) {
        websocket::FrameReader reader;
        reader.add(mutator.mutated(good));
        while (const auto message = reader.next()) EXPECT_LE(message->payload.size(), websocket::kMaxMessageBytes);
    }
}

} // namespace
} // namespace http
