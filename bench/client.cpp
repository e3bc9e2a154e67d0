#include "bench/client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <stdexcept>
#include <system_error>

namespace bench {
namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

int connect_to(std::uint16_t port) {
    const int opened = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto address = loopback(port);
    const int one = 1;
    ::setsockopt(opened, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (::connect(opened, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(opened);
        fail("connect");
    }
    return opened;
}

struct Head {
    int status = 0;
    std::size_t head_bytes = 0, body_bytes = 0;
};

// Of an answer whose header has come whole; the server always says how long its body is.
Head read_head(const std::string& received, std::size_t end) {
    Head head{.status = std::stoi(received.substr(9, 3)), .head_bytes = end + 4};
    const auto at = received.find("Content-Length: ");
    if (at < end) head.body_bytes = std::stoul(received.substr(at + std::string_view("Content-Length: ").size(), 12));
    return head;
}

} // namespace

std::string RequestText::text(std::string_view host) const {
    std::string text = method + " " + path + " HTTP/1.1\r\nHost: " + std::string(host)
                       + "\r\nUser-Agent: akebono-bench\r\nAccept: application/json\r\n";
    if (accepts_gzip) text += "Accept-Encoding: gzip\r\n";
    if (!token.empty()) text += "Authorization: Bearer " + token + "\r\n";
    if (method == "GET") return text + "\r\n";
    return text + "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n"
           + body;
}

Client::Client(std::uint16_t port, std::size_t connections) : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    connections_.resize(connections);
    for (std::size_t i = 0; i < connections; ++i) {
        connections_[i].socket = connect_to(port);
        epoll_event event{.events = EPOLLIN, .data = {.u64 = i}};
        ::epoll_ctl(epoll_, EPOLL_CTL_ADD, connections_[i].socket, &event);
    }
}

Client::~Client() {
    for (const auto& connection : connections_) {
        if (connection.socket >= 0) ::close(connection.socket);
    }
    ::close(epoll_);
}

void Client::send(Connection& connection, const std::string& request) {
    connection.received.clear();
    connection.sent_at = Clock::now();
    if (::send(connection.socket, request.data(), request.size(), MSG_NOSIGNAL)
        != static_cast<ssize_t>(request.size())) {
        fail("send");
    }
}

bool Client::receive(Connection& connection) {
    static thread_local std::array<char, 256 << 10> buffer;
    const auto count = ::recv(connection.socket, buffer.data(), buffer.size(), 0);
    if (count <= 0) throw std::runtime_error("the server closed a connection");
    connection.received.append(buffer.data(), static_cast<std::size_t>(count));
    const auto end = connection.received.find("\r\n\r\n");
    if (end == std::string::npos) return false;
    const Head head = read_head(connection.received, end);
    return connection.received.size() >= head.head_bytes + head.body_bytes;
}

Answer Client::ask(const std::string& request) {
    Connection& connection = connections_.front();
    send(connection, request);
    while (!receive(connection)) {
    }
    const Head head = read_head(connection.received, connection.received.find("\r\n\r\n"));
    return {.status = head.status, .body = connection.received.substr(head.head_bytes)};
}

Load Client::run(const std::function<const std::string&(std::size_t)>& next, std::size_t limit,
                 std::chrono::milliseconds time) {
    Load load;
    load.latencies_ms.reserve(limit);
    const auto begun = Clock::now();
    const auto deadline = begun + time;
    std::size_t sent = 0;
    std::size_t waiting = 0;
    const auto send_next = [&](Connection& connection) {
        if (sent == limit || Clock::now() >= deadline) return;
        send(connection, next(sent++));
        ++waiting;
    };
    for (auto& connection : connections_) send_next(connection);

    std::array<epoll_event, 64> events{};
    while (waiting > 0) {
        const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 60'000);
        if (count <= 0 && errno != EINTR) throw std::runtime_error("the server has not answered for a minute");
        for (int i = 0; i < count; ++i) {
            Connection& connection = connections_[events[static_cast<std::size_t>(i)].data.u64];
            if (!receive(connection)) continue;
            --waiting;
            ++load.requests;
            load.latencies_ms.push_back(
                std::chrono::duration<double, std::milli>(Clock::now() - connection.sent_at).count());
            const Head head = read_head(connection.received, connection.received.find("\r\n\r\n"));
            load.body_bytes = head.body_bytes;
            if (head.status / 100 != 2 && load.failures++ == 0) load.first_failure = connection.received;
            send_next(connection);
        }
    }
    load.seconds = std::chrono::duration<double>(Clock::now() - begun).count();
    return load;
}

std::uint16_t free_port() {
    const int opened = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto address = loopback(0);
    socklen_t length = sizeof address;
    const bool is_bound = ::bind(opened, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0
                          && ::getsockname(opened, reinterpret_cast<sockaddr*>(&address), &length) == 0;
    ::close(opened);
    if (!is_bound) fail("bind");
    return ntohs(address.sin_port);
}

} // namespace bench
