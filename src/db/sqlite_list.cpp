#include "db/sqlite_list.h"

#include <charconv>
#include <string_view>

namespace db {
namespace {

void append_number(std::string& out, std::int64_t number) {
    char digits[20];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

void append_quoted(std::string& out, std::string_view text) {
    constexpr std::string_view kHex = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20) {
            out.append("\\u00").append(1, kHex[byte >> 4]).append(1, kHex[byte & 15]);
            continue;
        }
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    out += '"';
}

} // namespace

void write_json_list(std::string& out, std::span<const std::int64_t> ids) {
    out = "[";
    for (const auto id : ids) {
        if (out.size() > 1) out += ',';
        append_number(out, id);
    }
    out += ']';
}

void write_json_list(std::string& out, std::span<const std::string> texts) {
    out = "[";
    for (const auto& text : texts) {
        if (out.size() > 1) out += ',';
        append_quoted(out, text);
    }
    out += ']';
}

} // namespace db
