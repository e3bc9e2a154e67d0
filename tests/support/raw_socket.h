#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

// A client that says what it is told, right or wrong. Every wait ends after `patience`; then the test fails with what
// came so far.
class RawSocket {
public:
    explicit RawSocket(std::uint16_t port, std::chrono::milliseconds patience = std::chrono::seconds(10));
    RawSocket(RawSocket&& other) noexcept
        : fd_(other.fd_), patience_(other.patience_), unread_(std::move(other.unread_)) {
        other.fd_ = -1;
    }
    RawSocket& operator=(RawSocket&&) = delete;
    ~RawSocket();

    // False when the other side has closed.
    bool send(std::string_view bytes);
    // No more will be sent.
    void finish_sending();

    // What comes up to and including `end`.
    std::string read_until(std::string_view end);
    std::string read_exactly(std::size_t count);
    // All until the other side closes.
    std::string read_to_end();
    // Whether the other side closes or resets without another byte.
    bool is_closed();
    // Whether bytes or the end come within `time`.
    bool has_news_within(std::chrono::milliseconds time);

    // A small one makes the other side feel a slow reader.
    void set_receive_buffer(int bytes);

private:
    bool fill(); // False at the end.

    int fd_;
    std::chrono::milliseconds patience_;
    std::string unread_;
};
