#include "base/ascii.h"
#include "http/split.h"
#include "http/websocket.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>

namespace http::websocket {
namespace {

// Whether a header's comma-separated list has this word.
bool lists(std::string_view header, std::string_view word) {
    while (!header.empty()) {
        if (base::equals_ignoring_ascii_case(without_space(take_until(header, ',')), word)) return true;
    }
    return false;
}

// Sixteen bytes in base64.
bool is_key(std::string_view key) {
    const auto is_digit = [](char c) { return base::is_ascii_alphanumeric(c) || c == '+' || c == '/'; };
    return key.size() == 24 && key.ends_with("==") && std::ranges::all_of(key.substr(0, 22), is_digit);
}

std::string accept_key(std::string_view key) {
    const std::string text = std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    unsigned char digest[SHA_DIGEST_LENGTH];
    SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
    unsigned char base64[32];
    const int length = EVP_EncodeBlock(base64, digest, sizeof digest);
    return {reinterpret_cast<const char*>(base64), static_cast<std::size_t>(length)};
}

bool is_token(std::string_view text) {
    const auto is_allowed = [](char c) {
        return base::is_ascii_alphanumeric(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
    };
    return !text.empty() && std::ranges::all_of(text, is_allowed);
}

} // namespace

std::optional<Reply> refuse_handshake(const Request& request) {
    if (!lists(request.header("connection"), "upgrade") || !is_key(request.header("sec-websocket-key"))) {
        return error_reply(400, "This is no WebSocket handshake");
    }
    if (request.header("sec-websocket-version") != "13") {
        return error_reply(426, "Only version 13 of the WebSocket protocol is spoken here")
            .with_header("Sec-WebSocket-Version", "13");
    }
    return std::nullopt;
}

std::string handshake_reply(const Request& request) {
    std::string head =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ";
    head += accept_key(request.header("sec-websocket-key"));
    const auto offered = request.header("sec-websocket-protocol");
    const auto first = offered.substr(0, offered.find(','));
    if (is_token(first)) head.append("\r\nSec-WebSocket-Protocol: ").append(first);
    head.append("\r\nX-Request-Id: ").append(request.request_id).append("\r\n\r\n");
    return head;
}

} // namespace http::websocket
