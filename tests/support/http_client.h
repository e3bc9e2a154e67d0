#pragma once

#include "base/json.h"
#include "support/raw_socket.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpReply {
    int status = 0; // 0: the connection ended before an answer.
    HttpHeaders headers;
    std::string body;

    // Whatever its case; "" when absent.
    std::string header(std::string_view name) const;
    // The body as JSON; null when it is none, which fails the test.
    json::Value json() const;
    // What the error says; "" without one.
    std::string error() const;
};

// A blocking HTTP/1.1 client for one server on loopback, which keeps its connection between requests.
//
//     HttpClient client(server.port());
//     client.token = "…";
//     EXPECT_EQ(client.get("/api/v1/accounts/verify_credentials").status, 200);
class HttpClient {
public:
    explicit HttpClient(std::uint16_t port, std::string host = "akebono.test") : port_(port), host_(std::move(host)) {}

    HttpReply request(std::string_view method, std::string_view path, const HttpHeaders& headers = {},
                      std::string_view body = {});
    HttpReply get(std::string_view path, const HttpHeaders& headers = {}) { return request("GET", path, headers); }
    HttpReply del(std::string_view path) { return request("DELETE", path); }
    // `form` is a=1&b=2.
    HttpReply post(std::string_view path, std::string_view form = {}, HttpHeaders headers = {});
    HttpReply post_json(std::string_view path, std::string_view text, HttpHeaders headers = {});

    std::string token; // Sent as Authorization: Bearer, unless empty.

private:
    HttpReply read_reply(bool is_head);
    std::string read_chunks();

    std::uint16_t port_;
    std::string host_;
    std::unique_ptr<RawSocket> socket_;
};

// "a%20b"
std::string url_encoded(std::string_view text);
