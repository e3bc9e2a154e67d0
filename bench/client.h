#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

struct Answer {
    int status = 0;
    std::string body;
};

// What many requests took.
struct Load {
    std::size_t requests = 0;
    double seconds = 0;
    std::vector<double> latencies_ms;
    std::size_t body_bytes = 0; // Of the last answer.
    std::size_t failures = 0;   // Answers other than 2xx.
    std::string first_failure;
};

// The text of an HTTP/1.1 request.
struct RequestText {
    std::string method = "GET";
    std::string path;
    std::string token = {};
    std::string body = {}; // JSON.
    bool accepts_gzip = false;

    std::string text(std::string_view host) const;
};

// Keep-alive connections to a server on this machine, each with one request under way: one thread, no library, so that
// as little as possible of the two cores goes to asking.
class Client {
public:
    // Throws when the server does not take them.
    Client(std::uint16_t port, std::size_t connections);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    Answer ask(const std::string& request);
    // Sends next(0), next(1), … until `limit` are answered or the time is over. Throws when a connection breaks.
    Load run(const std::function<const std::string&(std::size_t)>& next, std::size_t limit,
             std::chrono::milliseconds time);

private:
    struct Connection {
        int socket = -1;
        std::string received;
        std::chrono::steady_clock::time_point sent_at;
    };
    void send(Connection& connection, const std::string& request);
    // Whether the whole answer has come.
    bool receive(Connection& connection);

    int epoll_;
    std::vector<Connection> connections_;
};

// A port that nobody uses now.
std::uint16_t free_port();

} // namespace bench
