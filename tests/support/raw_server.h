#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

// A server on loopback that says what it is told, right or wrong: each connection is a thread of its own that reads a
// request and answers with the bytes that the script gives, until the connection ends.
class RawServer {
public:
    // What a connection looks like to the script.
    class Peer {
    public:
        explicit Peer(int fd) : fd_(fd) {}
        // False when the client has hung up.
        bool send(std::string_view bytes) const;
        // Waits for the client to hang up, 20 seconds at most: whether it did.
        bool is_hung_up() const;

    private:
        int fd_;
    };
    // Takes a request, head and body, and answers it. False ends the connection.
    using Script = std::function<bool(const std::string& request, const Peer& peer)>;

    explicit RawServer(Script script);
    ~RawServer(); // Ends its connections.
    RawServer(const RawServer&) = delete;
    RawServer& operator=(const RawServer&) = delete;

    std::uint16_t port() const { return port_; }
    std::string endpoint() const { return "127.0.0.1:" + std::to_string(port_); }
    std::string url(std::string_view target = "/") const { return "http://" + endpoint() + std::string(target); }
    // What came so far.
    std::vector<std::string> requests() const;
    std::size_t connections() const;

private:
    void accept_all();
    void serve(int fd);

    Script script_;
    std::uint16_t port_ = 0;
    int listener_ = -1;
    mutable std::mutex mutex_;
    std::vector<std::string> requests_;
    std::vector<int> open_;
    std::vector<std::thread> threads_;
    std::size_t connections_ = 0;
    bool is_stopping_ = false;
    std::thread acceptor_; // Last: it uses all of the above.
};

// A socket that listens on a free port of loopback.
int listen_on_loopback(std::uint16_t& port);
// A whole answer with a length.
std::string raw_answer(std::string_view status, std::string_view body, std::string_view more_headers = {});
// The value of a header of a raw request; "" when absent.
std::string raw_header(const std::string& request, std::string_view name);
