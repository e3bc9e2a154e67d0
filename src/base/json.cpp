#include "base/json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

namespace base::json {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD"; // U+FFFD

// Whether the eight bytes at `text` can be copied as they are: ASCII, no control character, quote or backslash.
bool is_plain_block(const char* text) {
    constexpr std::uint64_t kOnes = 0x0101010101010101;
    std::uint64_t block;
    std::memcpy(&block, text, sizeof block);
    const std::uint64_t below_space = block - kOnes * 0x20;
    const std::uint64_t quote = (block ^ (kOnes * '"')) - kOnes;
    const std::uint64_t backslash = (block ^ (kOnes * '\\')) - kOnes;
    return ((block | below_space | quote | backslash) & (kOnes * 0x80)) == 0;
}

bool is_plain(unsigned char c) { return c >= 0x20 && c < 0x80 && c != '"' && c != '\\'; }

// Whether the four bytes at `text` begin with a well-formed sequence of three, as nearly all Japanese characters are;
// those that begin with E0 and ED have rules of their own and are left to sequence_length().
bool begins_with_three(const char* text) {
    std::uint32_t bytes; // The first is the lowest: this is a little-endian machine, or it says no.
    std::memcpy(&bytes, text, sizeof bytes);
    const auto first = bytes & 0xFF;
    return (bytes & 0xC0C0F0) == 0x8080E0 && first != 0xE0 && first != 0xED;
}

// The length of the well-formed sequence beyond ASCII that `text` begins with; 0 when it is ill-formed.
std::size_t sequence_length(std::string_view text) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const auto continues = [&](std::size_t at) { return at < text.size() && (byte(at) & 0xC0) == 0x80; };
    const unsigned char first = byte(0);

    if (first >= 0xC2 && first <= 0xDF) return continues(1) ? 2 : 0;
    if (!continues(1) || !continues(2)) return 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const bool is_overlong = first == 0xE0 && byte(1) < 0xA0;
        const bool is_surrogate = first == 0xED && byte(1) >= 0xA0;
        return is_overlong || is_surrogate ? 0 : 3;
    }
    if (first < 0xF0 || first > 0xF4 || !continues(3)) return 0;
    const bool is_overlong = first == 0xF0 && byte(1) < 0x90;
    const bool is_beyond = first == 0xF4 && byte(1) >= 0x90;
    return is_overlong || is_beyond ? 0 : 4;
}

void append_escape(std::string& out, unsigned char c) {
    switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
    }
    constexpr char kHex[] = "0123456789abcdef";
    out += "\\u00";
    out += kHex[c >> 4];
    out += kHex[c & 15];
}

// How many bytes from `at` can be copied as they are.
std::size_t good_length(std::string_view text, std::size_t at) {
    const std::size_t begin = at;
    while (at < text.size()) {
        const std::size_t left = text.size() - at;
        const auto c = static_cast<unsigned char>(text[at]);
        if (left >= 8 && is_plain_block(text.data() + at)) {
            at += 8;
        } else if (is_plain(c)) {
            ++at;
        } else if (left >= 4 && begins_with_three(text.data() + at)) {
            at += 3;
        } else if (const std::size_t length = c >= 0x80 ? sequence_length(text.substr(at)) : 0; length > 0) {
            at += length;
        } else {
            break;
        }
    }
    return at - begin;
}

// Copies run by run; what is no UTF-8 becomes U+FFFD, so that one bad row never makes a whole page unreadable.
void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    std::size_t at = 0;
    while (true) {
        const std::size_t good = good_length(text, at);
        out.append(text, at, good);
        at += good;
        if (at == text.size()) break;
        const auto c = static_cast<unsigned char>(text[at++]);
        if (c >= 0x80) {
            out += kReplacement;
        } else {
            append_escape(out, c);
        }
    }
    out += '"';
}

// Boost takes 1e999 for infinity, which no JSON can say again.
bool is_finite(const Value& value) {
    if (const auto* number = value.if_double()) return std::isfinite(*number);
    if (const auto* array = value.if_array()) return std::ranges::all_of(*array, is_finite);
    if (const auto* object = value.if_object()) {
        return std::ranges::all_of(*object, [](const auto& member) { return is_finite(member.value()); });
    }
    return true;
}

} // namespace

void Writer::Start::add(std::string_view text) { length += text.copy(bytes.data() + length, text.size()); }

void Writer::append(const Start& start) { out_.append(start.bytes.data(), start.length); }

void Writer::open(char bracket) {
    Start start;
    separate(start);
    start.add(bracket);
    append(start);
    needs_comma_ = false;
}

void Writer::close(char bracket) {
    out_ += bracket;
    needs_comma_ = true;
}

void Writer::begin_member(Start& start, Name name) {
    separate(start);
    start.add('"');
    start.add(name.text());
    start.add("\":");
}

void Writer::key(Name name) {
    Start start;
    begin_member(start, name);
    append(start);
    needs_comma_ = false;
}

void Writer::key_of(std::string_view name) {
    if (needs_comma_) out_ += ',';
    append_quoted(out_, name);
    out_ += ':';
    needs_comma_ = false;
}

void Writer::write(Start& start, std::string_view text) {
    if (text.size() + 2 <= start.room() && good_length(text, 0) == text.size()) {
        start.add('"');
        start.add(text);
        start.add('"');
        append(start);
    } else {
        append(start);
        append_quoted(out_, text);
    }
    needs_comma_ = true;
}

void Writer::write(Start& start, bool truth) { write_raw(start, truth ? "true" : "false"); }

void Writer::write(Start& start, std::int64_t number) {
    std::array<char, 24> digits;
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    write_raw(start, {digits.data(), end});
}

void Writer::write(Start& start, double number) {
    std::array<char, 32> digits;
    if (!std::isfinite(number)) return write_raw(start, "null");
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    write_raw(start, {digits.data(), end});
}

void Writer::write(Start& start, Time time) {
    start.add('"');
    start.length += write_iso8601(start.bytes.data() + start.length, time);
    write_raw(start, "\"");
}

void Writer::write_quoted(Start& start, std::int64_t number) {
    start.add('"');
    const auto [end, error] = std::to_chars(start.bytes.data() + start.length, start.bytes.end(), number);
    start.length = static_cast<std::size_t>(end - start.bytes.data());
    write_raw(start, "\"");
}

void Writer::write_raw(Start& start, std::string_view json) {
    if (json.size() <= start.room()) {
        start.add(json);
        append(start);
    } else {
        append(start);
        out_ += json;
    }
    needs_comma_ = true;
}

void Writer::raw(std::string_view json) {
    Start start;
    separate(start);
    write_raw(start, json);
}

void Writer::raw_field(Name name, std::string_view json) {
    Start start;
    begin_member(start, name);
    write_raw(start, json);
}

std::optional<Value> parse(std::string_view text, boost::json::storage_ptr storage) {
    boost::json::parse_options options;
    options.max_depth = 32;
    boost::system::error_code error;
    auto value =
        boost::json::parse(boost::json::string_view(text.data(), text.size()), error, std::move(storage), options);
    if (error || !is_finite(value)) return std::nullopt;
    return value;
}

} // namespace base::json
