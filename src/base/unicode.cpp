#include "base/unicode.h"

#include "base/ascii.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>
#include <cstring>

namespace base {
namespace {

constexpr char32_t kAsciiEnd = 0x80;

// How many bytes at the start are ASCII, found eight at a time.
std::size_t ascii_prefix(std::string_view text) {
    constexpr std::uint64_t kHighBits = 0x8080808080808080;
    std::size_t at = 0;
    for (std::uint64_t word = 0; at + sizeof word <= text.size(); at += sizeof word) {
        std::memcpy(&word, text.data() + at, sizeof word);
        if ((word & kHighBits) != 0) break;
    }
    while (at < text.size() && static_cast<unsigned char>(text[at]) < kAsciiEnd) ++at;
    return at;
}

UChar32 to_icu(char32_t code_point) { return static_cast<UChar32>(code_point); }

} // namespace

bool is_ascii(std::string_view text) { return ascii_prefix(text) == text.size(); }

bool is_valid_utf8(std::string_view text) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    for (std::size_t at = ascii_prefix(text); at < text.size(); at += ascii_prefix(text.substr(at))) {
        UChar32 code_point = 0;
        U8_NEXT(bytes, at, text.size(), code_point);
        if (code_point < 0) return false;
    }
    return true;
}

char32_t next_code_point(std::string_view text, std::size_t& at) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    UChar32 code_point = 0;
    U8_NEXT_OR_FFFD(bytes, at, text.size(), code_point);
    return static_cast<char32_t>(code_point);
}

char32_t previous_code_point(std::string_view text, std::size_t& at) {
    const std::size_t window = at > U8_MAX_LENGTH ? at - U8_MAX_LENGTH : 0; // ICU's indices here are 32 bits wide.
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data()) + window;
    auto index = static_cast<std::int32_t>(at - window);
    UChar32 code_point = 0;
    U8_PREV_OR_FFFD(bytes, 0, index, code_point);
    at = window + static_cast<std::size_t>(index);
    return static_cast<char32_t>(code_point);
}

char32_t code_point_before(std::string_view text, std::size_t at) { return previous_code_point(text, at); }

std::size_t code_point_count(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) next_code_point(text, at);
    return count;
}

void append_utf8(std::string& out, char32_t code_point) {
    std::uint8_t bytes[U8_MAX_LENGTH];
    std::size_t length = 0;
    UBool failed = false;
    U8_APPEND(bytes, length, sizeof bytes, to_icu(code_point), failed);
    if (failed != 0) return append_utf8(out, kReplacementCharacter);
    out.append(reinterpret_cast<const char*>(bytes), length);
}

bool is_alphabetic(char32_t code_point) {
    if (code_point < kAsciiEnd) return is_ascii_letter(static_cast<char>(code_point));
    return u_isUAlphabetic(to_icu(code_point)) != 0;
}

bool is_alphanumeric(char32_t code_point) {
    if (code_point < kAsciiEnd) return is_ascii_alphanumeric(static_cast<char>(code_point));
    return is_alphabetic(code_point) || u_charType(to_icu(code_point)) == U_DECIMAL_DIGIT_NUMBER;
}

bool is_word(char32_t code_point) {
    if (code_point < kAsciiEnd) return code_point == U'_' || is_ascii_alphanumeric(static_cast<char>(code_point));
    const auto category = U_GET_GC_MASK(to_icu(code_point));
    return (category & (U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK | U_GC_PC_MASK)) != 0 || is_alphabetic(code_point);
}

bool is_white_space(char32_t code_point) {
    if (code_point < kAsciiEnd) return code_point == U' ' || (code_point >= U'\t' && code_point <= U'\r');
    return u_isUWhiteSpace(to_icu(code_point)) != 0;
}

} // namespace base
