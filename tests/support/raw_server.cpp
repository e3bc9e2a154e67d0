#include "support/raw_server.h"

#include "base/ascii.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace {

// The bytes of the first whole request in `text`; 0 when it is not whole.
std::size_t whole_request(const std::string& text) {
    const auto end = text.find("\r\n\r\n");
    if (end == std::string::npos) return 0;
    const auto length = raw_header(text.substr(0, end + 4), "content-length");
    const auto size = end + 4 + (length.empty() ? 0 : std::stoul(length));
    return text.size() < size ? 0 : size;
}

} // namespace

int listen_on_loopback(std::uint16_t& port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(fd, generic, size) != 0 || ::listen(fd, 1024) != 0 || ::getsockname(fd, generic, &size) != 0) {
        throw std::system_error(errno, std::generic_category(), "listen");
    }
    port = ntohs(address.sin_port);
    return fd;
}

bool RawServer::Peer::send(std::string_view bytes) const {
    while (!bytes.empty()) {
        const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool RawServer::Peer::is_hung_up() const {
    pollfd wanted = {fd_, POLLIN, 0};
    char byte = 0;
    return ::poll(&wanted, 1, 20'000) > 0 && ::recv(fd_, &byte, 1, 0) <= 0;
}

RawServer::RawServer(Script script)
    : script_(std::move(script)), listener_(listen_on_loopback(port_)), acceptor_([this] { accept_all(); }) {}

RawServer::~RawServer() {
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
        for (const int fd : open_) ::shutdown(fd, SHUT_RDWR);
    }
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    for (auto& thread : threads_) thread.join();
    ::close(listener_);
}

void RawServer::accept_all() {
    while (true) {
        const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        const std::lock_guard lock(mutex_);
        if (fd < 0 || is_stopping_) {
            if (fd >= 0) ::close(fd);
            return;
        }
        ++connections_;
        open_.push_back(fd);
        threads_.emplace_back([this, fd] { serve(fd); });
    }
}

void RawServer::serve(int fd) {
    std::string unread;
    char buffer[16384];
    bool goes_on = true;
    while (goes_on) {
        const auto size = whole_request(unread);
        if (size == 0) {
            const auto count = ::recv(fd, buffer, sizeof buffer, 0);
            if (count <= 0) break;
            unread.append(buffer, static_cast<std::size_t>(count));
            continue;
        }
        const auto request = unread.substr(0, size);
        unread.erase(0, size);
        {
            const std::lock_guard lock(mutex_);
            requests_.push_back(request);
        }
        goes_on = script_(request, Peer(fd));
    }
    const std::lock_guard lock(mutex_);
    std::erase(open_, fd);
    ::close(fd);
}

std::vector<std::string> RawServer::requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
}

std::size_t RawServer::connections() const {
    const std::lock_guard lock(mutex_);
    return connections_;
}

std::string raw_answer(std::string_view status, std::string_view body, std::string_view more_headers) {
    return "HTTP/1.1 " + std::string(status) + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n"
           + std::string(more_headers) + "\r\n" + std::string(body);
}

std::string raw_header(const std::string& request, std::string_view name) {
    const auto wanted = "\r\n" + base::ascii_lower(name) + ":";
    const auto head = base::ascii_lower(request.substr(0, request.find("\r\n\r\n") + 2));
    const auto at = head.find(wanted);
    if (at == std::string::npos) return {};
    const auto begin = request.find_first_not_of(' ', at + wanted.size());
    return request.substr(begin, request.find("\r\n", begin) - begin);
}
