#pragma once

#include "http/reply.h"
#include "http/request.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// The server's half of RFC 6455, without sockets and without extensions.
namespace http::websocket {

inline constexpr std::size_t kMaxMessageBytes = 4096; // Of what clients send.

inline constexpr std::uint16_t kGoingAway = 1001;
inline constexpr std::uint16_t kProtocolError = 1002;
inline constexpr std::uint16_t kUnsupported = 1003; // Binary: we speak text.
inline constexpr std::uint16_t kNotText = 1007;
inline constexpr std::uint16_t kTooBig = 1009;

enum class Opcode : std::uint8_t { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };

// nullopt when the request is a good handshake; else 400, or 426 for a version that is not 13.
std::optional<Reply> refuse_handshake(const Request& request);
// The status line and headers that agree; with the first subprotocol that was offered, which for Mastodon's clients is
// their token.
std::string handshake_reply(const Request& request);

// What goes before a payload of `size` bytes.
struct FrameHead {
    std::array<char, 10> bytes;
    std::uint8_t length = 0;
};
FrameHead frame_head(Opcode opcode, std::size_t size);

// "\x03\xE8" for 1000.
std::string close_payload(std::uint16_t code);

// Cuts what a client sends into messages.
class FrameReader {
public:
    struct Message {
        Opcode opcode; // Text, Close, Ping or Pong.
        std::string payload;
    };

    void add(std::string_view bytes) { buffer_ += bytes; }
    // The next whole message; nullopt when more bytes are needed, or when the client broke the rules: see error().
    std::optional<Message> next();
    // The code to close with; 0 while all is well. Nothing is read after an error.
    std::uint16_t error() const { return error_; }

private:
    struct Frame {
        Opcode opcode;
        bool is_final;
        std::string payload;
    };

    std::optional<Frame> next_frame();
    std::optional<Message> take(Frame frame);
    std::nullopt_t fail(std::uint16_t code);

    std::string buffer_;
    std::string text_; // Of the fragments so far.
    bool is_in_text_ = false;
    std::uint16_t error_ = 0;
};

} // namespace http::websocket
