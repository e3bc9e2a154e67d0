#include "base/text.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>

#include <stdexcept>

namespace base {
namespace {

void check(UErrorCode status) {
    if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU: ") + u_errorName(status));
}

icu::StringPiece piece(std::string_view text) { return {text.data(), static_cast<std::int32_t>(text.size())}; }

std::string normalised(const icu::Normalizer2* form, UErrorCode status, std::string_view text) {
    check(status);
    std::string result;
    icu::StringByteSink<std::string> sink(&result, static_cast<std::int32_t>(text.size()));
    form->normalizeUTF8(0, piece(text), sink, nullptr, status);
    check(status);
    return result;
}

bool is_control_to_drop(char32_t code_point) {
    if (code_point == U'\t' || code_point == U'\n' || code_point == U'\r') return false;
    return code_point < 0x20 || (code_point >= 0x7F && code_point <= 0x9F);
}

bool is_unreserved_in_url(char c) { return is_ascii_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~'; }

// Empty for what needs no escape.
constexpr std::string_view html_entity(char c) {
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return {};
    }
}

} // namespace

std::string nfkc(std::string_view text) {
    if (is_ascii(text)) return std::string(text);
    UErrorCode status = U_ZERO_ERROR;
    const auto* form = icu::Normalizer2::getNFKCInstance(status);
    return normalised(form, status, text);
}

std::string nfkc_casefold(std::string_view text) {
    if (is_ascii(text)) return ascii_lower(text);
    UErrorCode status = U_ZERO_ERROR;
    const auto* form = icu::Normalizer2::getNFKCCasefoldInstance(status);
    return normalised(form, status, text);
}

std::string to_lower(std::string_view text) {
    if (is_ascii(text)) return ascii_lower(text);
    std::string result;
    icu::StringByteSink<std::string> sink(&result, static_cast<std::int32_t>(text.size()));
    UErrorCode status = U_ZERO_ERROR;
    icu::CaseMap::utf8ToLower("", 0, piece(text), sink, nullptr, status);
    check(status);
    return result;
}

std::string_view trim(std::string_view text) {
    std::size_t begin = 0;
    for (std::size_t next = 0; next < text.size() && is_white_space(next_code_point(text, next));) begin = next;
    text.remove_prefix(begin);
    std::size_t end = text.size();
    for (std::size_t next = end; next > 0 && is_white_space(previous_code_point(text, next));) end = next;
    return text.substr(0, end);
}

std::string sanitize(std::string_view text) {
    std::string clean;
    clean.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const char32_t code_point = next_code_point(text, at);
        if (!is_control_to_drop(code_point)) append_utf8(clean, code_point);
    }
    return clean;
}

void escape_html(std::string& out, std::string_view text) {
    std::size_t written = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto entity = html_entity(text[at]);
        if (entity.empty()) continue;
        out.append(text, written, at - written).append(entity);
        written = at + 1;
    }
    out.append(text, written);
}

std::string escape_html(std::string_view text) {
    std::string out;
    escape_html(out, text);
    return out;
}

void percent_encode(std::string& out, std::string_view text) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    for (const char c : text) {
        if (is_unreserved_in_url(c)) {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out.append({'%', kHex[byte >> 4U], kHex[byte & 0xFU]});
        }
    }
}

std::string percent_encode(std::string_view text) {
    std::string out;
    percent_encode(out, text);
    return out;
}

} // namespace base
