#include "base/unicode.h"
#include "http/websocket.h"

namespace http::websocket {
namespace {

constexpr std::size_t kMaxControlBytes = 125;

bool is_control(Opcode opcode) { return static_cast<std::uint8_t>(opcode) >= 8; }

bool is_known(Opcode opcode) {
    const auto number = static_cast<std::uint8_t>(opcode);
    return number <= 2 || (number >= 8 && number <= 10);
}

// Codes that may stand in a close frame. https://www.rfc-editor.org/rfc/rfc6455#section-7.4
bool is_close_payload(std::string_view payload) {
    if (payload.empty()) return true;
    if (payload.size() == 1) return false;
    const int code = static_cast<unsigned char>(payload[0]) << 8 | static_cast<unsigned char>(payload[1]);
    const bool is_defined = (code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006)
                            || (code >= 3000 && code <= 4999);
    return is_defined && base::is_valid_utf8(payload.substr(2));
}

} // namespace

FrameHead frame_head(Opcode opcode, std::size_t size) {
    FrameHead head;
    const auto add = [&](std::size_t byte) { head.bytes[head.length++] = static_cast<char>(byte & 0xFF); };
    add(0x80 | static_cast<std::size_t>(opcode));
    int length_bytes = 0;
    if (size < 126) {
        add(size);
    } else if (size < 65536) {
        add(126);
        length_bytes = 2;
    } else {
        add(127);
        length_bytes = 8;
    }
    while (length_bytes-- > 0) add(size >> (8 * length_bytes));
    return head;
}

std::string close_payload(std::uint16_t code) { return {static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)}; }

std::nullopt_t FrameReader::fail(std::uint16_t code) {
    error_ = code;
    std::string().swap(buffer_);
    return std::nullopt;
}

std::optional<FrameReader::Frame> FrameReader::next_frame() {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(buffer_[at]); };
    if (buffer_.size() < 2) return std::nullopt;

    const auto opcode = static_cast<Opcode>(byte(0) & 0x0F);
    const bool is_final = byte(0) & 0x80;
    const bool has_reserved = byte(0) & 0x70;
    const bool is_masked = byte(1) & 0x80;
    std::size_t size = byte(1) & 0x7F;
    if (has_reserved || !is_masked || !is_known(opcode)) return fail(kProtocolError);
    if (is_control(opcode) && (!is_final || size > kMaxControlBytes)) return fail(kProtocolError);
    if (size == 127) return fail(kTooBig);

    std::size_t at = 2;
    if (size == 126) {
        if (buffer_.size() < 4) return std::nullopt;
        size = static_cast<std::size_t>(byte(2)) << 8 | byte(3);
        if (size < 126) return fail(kProtocolError); // Longer than it need be.
        at = 4;
    }
    if (size > kMaxMessageBytes) return fail(kTooBig);
    if (buffer_.size() < at + 4 + size) return std::nullopt;

    Frame frame{opcode, is_final, buffer_.substr(at + 4, size)};
    for (std::size_t i = 0; i < size; ++i) frame.payload[i] = static_cast<char>(frame.payload[i] ^ buffer_[at + i % 4]);
    buffer_.erase(0, at + 4 + size);
    if (buffer_.empty()) std::string().swap(buffer_);
    return frame;
}

std::optional<FrameReader::Message> FrameReader::take(Frame frame) {
    if (frame.opcode == Opcode::Close && !is_close_payload(frame.payload)) return fail(kProtocolError);
    if (is_control(frame.opcode)) return Message{frame.opcode, std::move(frame.payload)};
    if (frame.opcode == Opcode::Binary) return fail(kUnsupported);
    if ((frame.opcode == Opcode::Continuation) != is_in_text_) return fail(kProtocolError);
    if (text_.size() + frame.payload.size() > kMaxMessageBytes) return fail(kTooBig);

    text_ += frame.payload;
    is_in_text_ = !frame.is_final;
    if (is_in_text_) return std::nullopt;
    std::string whole;
    whole.swap(text_);
    if (!base::is_valid_utf8(whole)) return fail(kNotText);
    return Message{Opcode::Text, std::move(whole)};
}

std::optional<FrameReader::Message> FrameReader::next() {
    while (error_ == 0) {
        auto frame = next_frame();
        if (!frame) return std::nullopt;
        if (auto message = take(std::move(*frame))) return message;
    }
    return std::nullopt;
}

} // namespace http::websocket
