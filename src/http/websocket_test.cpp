#include "http/websocket.h"

#include <gtest/gtest.h>

namespace http::websocket {
namespace {

// A frame as clients send it.
std::string masked(int first_byte, std::string_view payload) {
    std::string frame(1, static_cast<char>(first_byte));
    if (payload.size() < 126) {
        frame += static_cast<char>(0x80 | payload.size());
    } else {
        frame += static_cast<char>(0x80 | 126);
        frame += static_cast<char>(payload.size() >> 8);
        frame += static_cast<char>(payload.size() & 0xFF);
    }
    const char mask[] = {0x12, 0x34, 0x56, 0x78};
    frame.append(mask, 4);
    for (std::size_t i = 0; i < payload.size(); ++i) frame += static_cast<char>(payload[i] ^ mask[i % 4]);
    return frame;
}

// What a reader makes of these bytes, given one at a time: "text:…|ping:…|error:1002".
std::string read(std::string_view bytes) {
    FrameReader reader;
    std::string seen;
    for (const char byte : bytes) {
        reader.add({&byte, 1});
        while (const auto message = reader.next()) {
            constexpr const char* kNames[] = {"", "text:", "", "", "", "", "", "", "close:", "ping:", "pong:"};
            seen += kNames[static_cast<int>(message->opcode)] + message->payload + "|";
        }
    }
    if (reader.error() != 0) seen += "error:" + std::to_string(reader.error());
    return seen;
}

TEST(WebSocketFrames, BecomeMessages) {
    EXPECT_EQ(read(masked(0x81, "hello") + masked(0x81, "") + masked(0x89, "p")), "text:hello|text:|ping:p|");
    EXPECT_EQ(read(masked(0x81, std::string(4096, 'a'))), "text:" + std::string(4096, 'a') + "|");
}

TEST(WebSocketFrames, AreJoinedAndMayBeInterrupted) {
    EXPECT_EQ(read(masked(0x01, "he") + masked(0x8A, "x") + masked(0x00, "l") + masked(0x80, "lo")),
              "pong:x|text:hello|");
}

TEST(WebSocketFrames, ThatBreakTheRulesEndIt) {
    EXPECT_EQ(read(std::string("\x81\x02hi")), "error:1002");             // Without a mask.
    EXPECT_EQ(read(masked(0xC1, "x")), "error:1002");                     // Compressed, which nobody agreed to.
    EXPECT_EQ(read(masked(0x83, "x")), "error:1002");                     // An opcode that there is not.
    EXPECT_EQ(read(masked(0x80, "x")), "error:1002");                     // Continues nothing.
    EXPECT_EQ(read(masked(0x01, "x") + masked(0x81, "y")), "error:1002"); // Begins anew in the middle.
    EXPECT_EQ(read(masked(0x09, "x")), "error:1002");                     // A ping in pieces.
    EXPECT_EQ(read(masked(0x89, std::string(126, 'x'))), "error:1002");   // A ping too long.
    EXPECT_EQ(read(masked(0x88, "\x01")), "error:1002");                  // Half a code.
    EXPECT_EQ(read(masked(0x88, close_payload(1005))), "error:1002");
    EXPECT_EQ(read(masked(0x82, "x")), "error:1003");
    EXPECT_EQ(read(masked(0x81, "\xFF")), "error:1007");
    EXPECT_EQ(read(masked(0x81, std::string(4097, 'a'))), "error:1009");
    EXPECT_EQ(read(masked(0x01, std::string(4096, 'a')) + masked(0x80, "b")), "error:1009");
    EXPECT_EQ(read(std::string("\x81\xFF\0\0\0\0\0\0\0\1", 10)), "error:1009");
}

TEST(WebSocketFrames, CloseWithACode) { EXPECT_EQ(read(masked(0x88, close_payload(1000))), "close:\x03\xE8|"); }

TEST(WebSocketFrames, AreHeadedByTheirLength) {
    const auto head = [](std::size_t size) {
        const auto made = frame_head(Opcode::Text, size);
        return std::string(made.bytes.data(), made.length);
    };
    EXPECT_EQ(head(5), "\x81\x05");
    EXPECT_EQ(head(126), std::string("\x81\x7E\x00\x7E", 4));
    EXPECT_EQ(head(65536), std::string("\x81\x7F\0\0\0\0\0\1\0\0", 10));
}

Request handshake() {
    Request request;
    request.headers = {{"connection", "keep-alive, Upgrade"},
                       {"upgrade", "websocket"},
                       {"sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="},
                       {"sec-websocket-version", "13"}};
    return request;
}

// The example of RFC 6455, section 1.3.
TEST(WebSocketHandshake, IsAgreedTo) {
    auto request = handshake();
    request.headers.emplace_back("sec-websocket-protocol", "abc_token-1, other");

    EXPECT_FALSE(refuse_handshake(request));
    const auto reply = handshake_reply(request);
    EXPECT_NE(reply.find("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), std::string::npos) << reply;
    EXPECT_NE(reply.find("Sec-WebSocket-Protocol: abc_token-1\r\n"), std::string::npos) << reply;
}

TEST(WebSocketHandshake, IsRefusedWhenItIsNone) {
    auto old = handshake();
    old.headers.back().second = "8";
    EXPECT_EQ(refuse_handshake(old)->status, 426);

    auto keyless = handshake();
    keyless.headers[2].second = "x";
    EXPECT_EQ(refuse_handshake(keyless)->status, 400);
}

} // namespace
} // namespace http::websocket
