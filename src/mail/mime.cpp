#include "mail/mime.h"

#include "base/unicode.h"

#include <fmt/core.h>
#include <sodium.h>

#include <algorithm>
#include <array>

namespace mail {

namespace {

constexpr std::size_t kLine = 57; // Bytes of a line of 76 in base64.
constexpr std::size_t kWord = 36; // Bytes of an encoded word: 60 characters, which leaves room for "Subject: ".
constexpr std::string_view kEnd = "\r\n";

std::string base64(std::string_view bytes) {
    constexpr int kVariant = sodium_base64_VARIANT_ORIGINAL;
    std::string text(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                      kVariant);
    text.pop_back(); // It ends with a NUL.
    return text;
}

bool is_printable_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

// As many whole characters from `begin` as make one encoded word: where they end.
std::size_t end_of_word(std::string_view text, std::size_t begin) {
    std::size_t end = begin;
    for (std::size_t next = begin; next < text.size();) {
        base::next_code_point(text, next);
        if (next - begin > kWord) break;
        end = next;
    }
    return end;
}

// RFC 2047, a word a line.
std::string encoded_words(std::string_view text) {
    std::string out;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = end_of_word(text, begin);
        out.append(out.empty() ? "" : "\r\n ").append("=?UTF-8?B?").append(base64(text.substr(begin, end - begin)));
        out.append("?=");
        begin = end;
    }
    return out;
}

std::string header_text(std::string_view text) {
    if (is_printable_ascii(text) && text.size() < 60 && text.find("=?") == std::string_view::npos) {
        return std::string(text);
    }
    return encoded_words(text);
}

// A name may hold what has a meaning in an address.
std::string display_name(std::string_view name) {
    const bool is_plain = std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ';
    });
    return is_plain && name.size() < 60 ? std::string(name) : encoded_words(name);
}

std::string date(base::Time time) {
    constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day calendar(day);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000", kDays[std::chrono::weekday(day).c_encoding()],
                       static_cast<unsigned>(calendar.day()), kMonths[static_cast<unsigned>(calendar.month()) - 1],
                       static_cast<int>(calendar.year()), clock.hours().count(), clock.minutes().count(),
                       clock.seconds().count());
}

std::string body(std::string_view text) {
    std::string lines;
    for (const char c : text) c == '\n' ? lines.append(kEnd) : lines.append(1, c);
    std::string out;
    for (std::size_t at = 0; at < lines.size(); at += kLine) {
        out.append(base64(std::string_view(lines).substr(at, kLine))).append(kEnd);
    }
    return out;
}

// The domain of a mail has no port.
std::string without_port(const std::string& domain) { return domain.substr(0, domain.find(':')); }

} // namespace

std::string sender(const base::Config& config) {
    return config.smtp_from.empty() ? "notifications@" + without_port(config.domain) : config.smtp_from;
}

std::string compose(const Message& message, const base::Context& context) {
    const auto& config = context.config;
    std::string out;
    out.append(fmt::format("Date: {}\r\n", date(context.clock.now())));
    out.append(fmt::format("Message-ID: <{}@{}>\r\n", context.random.token(18), without_port(config.domain)));
    const std::string name = display_name(config.title);
    const auto gap = name.starts_with("=?") ? "\r\n " : " ";
    out.append(fmt::format("From: {}{}<{}>\r\n", name, gap, sender(config)));
    out.append(fmt::format("To: <{}>\r\n", message.to));
    out.append(fmt::format("Subject: {}\r\n", header_text(message.subject)));
    out.append("Auto-Submitted: auto-generated\r\n"
               "MIME-Version: 1.0\r\n"
               "Content-Type: text/plain; charset=utf-8\r\n"
               "Content-Transfer-Encoding: base64\r\n"
               "\r\n");
    return out + body(message.text);
}

} // namespace mail
