#include "base/log.h"

#include "base/unicode.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <ctime>

namespace base::log {
namespace {

// A longer value says nothing more, and a client may have chosen it.
constexpr std::size_t kMaxValueBytes = 4096;

std::atomic<LogLevel> least_level = LogLevel::Info;
std::atomic<Config::LogFormat> chosen_format = Config::LogFormat::Auto;

std::string_view name_of(LogLevel level) {
    static constexpr std::array<std::string_view, 4> kNames = {"debug", "info", "warning", "error"};
    return kNames[static_cast<std::size_t>(level)];
}

bool speaks_of_secrets(std::string_view name) {
    static constexpr std::string_view kSecret[] = {"password", "secret", "token", "authorization", "cookie", "email"};
    return std::ranges::any_of(kSecret, [&](auto word) { return name.find(word) != std::string_view::npos; });
}

std::string safe_value(const Field& field) {
    if (field.is_number) return field.value;
    if (speaks_of_secrets(field.name)) return "[hidden]";
    std::string value = without_secrets(field.value);
    if (value.size() > kMaxValueBytes) value.replace(kMaxValueBytes, std::string::npos, "…");
    return value;
}

// In quotes, as JSON has it: whatever a client sent, it stays on this line.
void append_quoted(std::string& out, std::string_view text) {
    static constexpr char kDigits[] = "0123456789abcdef";
    const bool is_text = is_valid_utf8(text);
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20 || byte == 0x7f || (byte > 0x7f && !is_text)) {
            out += "\\u00";
            out += kDigits[byte >> 4];
            out += kDigits[byte & 15];
        } else {
            out += c;
        }
    }
    out += '"';
}

void append_bare_or_quoted(std::string& out, std::string_view text) {
    const auto is_plain = [](char c) {
        return static_cast<unsigned char>(c) > ' ' && c != '"' && c != '\\' && c != '=' && c != 0x7f;
    };
    if (!text.empty() && std::ranges::all_of(text, is_plain) && is_valid_utf8(text)) {
        out += text;
    } else {
        append_quoted(out, text);
    }
}

std::string json_line(LogLevel level, Time time, std::string_view message, std::span<const Field> fields) {
    std::string line = R"({"time":")" + iso8601(time) + R"(","level":")";
    line += name_of(level);
    line += R"(","message":)";
    append_quoted(line, message);
    for (const auto& field : fields) {
        line += ',';
        append_quoted(line, field.name);
        line += ':';
        if (field.is_number) {
            line += field.value;
        } else {
            append_quoted(line, safe_value(field));
        }
    }
    return line + "}\n";
}

std::string text_line(LogLevel level, Time time, std::string_view message, std::span<const Field> fields) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm local{};
    localtime_r(&seconds, &local);
    char clock[16];
    std::strftime(clock, sizeof clock, "%H:%M:%S", &local);

    std::string line = clock;
    line += ' ';
    line += name_of(level);
    line.append(8 - name_of(level).size(), ' ');
    for (const char c : message) line += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    for (const auto& field : fields) {
        line += "  ";
        line += field.name;
        line += '=';
        append_bare_or_quoted(line, safe_value(field));
    }
    return line + "\n";
}

// A line is one write: lines of several threads do not mix.
void write_all(std::string_view line) {
    while (!line.empty()) {
        const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return; // Nobody is left to tell.
        line.remove_prefix(static_cast<std::size_t>(written));
    }
}

void log(LogLevel level, std::string_view message, std::initializer_list<Field> fields) {
    if (!is_enabled(level)) return;
    const auto now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    auto format = chosen_format.load(std::memory_order_relaxed);
    if (format == Config::LogFormat::Auto) format = Config::LogFormat::Text;
    write_all(format_line(format, level, now, message, {fields.begin(), fields.size()}));
}

} // namespace

void configure(LogLevel level, Config::LogFormat format) {
    if (format == Config::LogFormat::Auto) {
        format = ::isatty(STDERR_FILENO) == 1 ? Config::LogFormat::Text : Config::LogFormat::Json;
    }
    least_level = level;
    chosen_format = format;
}

bool is_enabled(LogLevel level) { return level >= least_level.load(std::memory_order_relaxed); }

void debug(std::string_view message, std::initializer_list<Field> fields) { log(LogLevel::Debug, message, fields); }
void info(std::string_view message, std::initializer_list<Field> fields) { log(LogLevel::Info, message, fields); }
void warning(std::string_view message, std::initializer_list<Field> fields) { log(LogLevel::Warning, message, fields); }
void error(std::string_view message, std::initializer_list<Field> fields) { log(LogLevel::Error, message, fields); }

std::string format_line(Config::LogFormat format, LogLevel level, Time time, std::string_view message,
                        std::span<const Field> fields) {
    return format == Config::LogFormat::Json ? json_line(level, time, message, fields)
                                             : text_line(level, time, message, fields);
}

std::string without_secrets(std::string_view url) {
    std::string safe(url);
    const auto scheme = safe.find("://");
    if (scheme != std::string::npos) {
        const auto begin = scheme + 3;
        const auto at = safe.substr(begin, safe.find_first_of("/?# ", begin) - begin).rfind('@');
        const auto colon = safe.find(':', begin);
        if (at != std::string::npos && colon < begin + at) safe.replace(colon + 1, begin + at - colon - 1, "[hidden]");
    }
    const bool has_query = scheme != std::string::npos || safe.starts_with('/');
    const auto query = has_query ? safe.find('?') : std::string::npos;
    if (query != std::string::npos) safe.replace(query + 1, std::string::npos, "…");
    return safe;
}

} // namespace base::log
