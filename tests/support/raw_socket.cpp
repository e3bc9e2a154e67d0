#include "support/raw_socket.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

RawSocket::RawSocket(std::uint16_t port, std::chrono::milliseconds patience)
    : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), patience_(patience) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int yes = 1;
    setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        throw std::system_error(errno, std::generic_category(), "connect");
    }
}

RawSocket::~RawSocket() {
    if (fd_ >= 0) ::close(fd_);
}

bool RawSocket::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void RawSocket::finish_sending() { ::shutdown(fd_, SHUT_WR); }

void RawSocket::set_receive_buffer(int bytes) { setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes); }

bool RawSocket::has_news_within(std::chrono::milliseconds time) {
    pollfd wanted = {fd_, POLLIN, 0};
    return !unread_.empty() || ::poll(&wanted, 1, static_cast<int>(time.count())) > 0;
}

bool RawSocket::fill() {
    pollfd wanted = {fd_, POLLIN, 0};
    if (::poll(&wanted, 1, static_cast<int>(patience_.count())) <= 0) {
        ADD_FAILURE() << "nothing came in time; so far: " << unread_;
        return false;
    }
    char buffer[16384];
    const auto count = ::recv(fd_, buffer, sizeof buffer, 0);
    if (count <= 0) return false;
    unread_.append(buffer, static_cast<std::size_t>(count));
    return true;
}

std::string RawSocket::read_until(std::string_view end) {
    std::size_t at = 0;
    while ((at = unread_.find(end)) == std::string::npos) {
        if (!fill()) return std::exchange(unread_, {});
    }
    auto text = unread_.substr(0, at + end.size());
    unread_.erase(0, at + end.size());
    return text;
}

std::string RawSocket::read_exactly(std::size_t count) {
    while (unread_.size() < count) {
        if (!fill()) return std::exchange(unread_, {});
    }
    auto text = unread_.substr(0, count);
    unread_.erase(0, count);
    return text;
}

std::string RawSocket::read_to_end() {
    while (fill()) {
    }
    return std::exchange(unread_, {});
}

bool RawSocket::is_closed() { return read_to_end().empty(); }
