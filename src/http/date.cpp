#include "http/date.h"

#include "base/ascii.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace http {
namespace {

constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// Digits only: -1 for anything else.
int number_of(std::string_view digits) {
    int number = 0;
    for (const char c : digits) {
        if (!base::is_ascii_digit(c)) return -1;
        number = number * 10 + (c - '0');
    }
    return number;
}

} // namespace

std::string http_date(std::time_t time) {
    std::tm parts = {};
    gmtime_r(&time, &parts);
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", kDays[static_cast<std::size_t>(parts.tm_wday)],
                       parts.tm_mday, kMonths[static_cast<std::size_t>(parts.tm_mon)], 1900 + parts.tm_year,
                       parts.tm_hour, parts.tm_min, parts.tm_sec);
}

std::optional<std::time_t> parse_http_date(std::string_view text) {
    if (text.size() != 29) return std::nullopt;
    const auto* month = std::ranges::find(kMonths, text.substr(8, 3));
    std::tm parts = {};
    parts.tm_mday = number_of(text.substr(5, 2));
    parts.tm_mon = static_cast<int>(month - kMonths.begin());
    parts.tm_year = number_of(text.substr(12, 4)) - 1900;
    parts.tm_hour = number_of(text.substr(17, 2));
    parts.tm_min = number_of(text.substr(20, 2));
    parts.tm_sec = number_of(text.substr(23, 2));
    if (month == kMonths.end() || parts.tm_year < 70 || parts.tm_mday < 1) return std::nullopt;
    const auto time = timegm(&parts);
    // Written anew it says the same, or some part of it was impossible.
    return http_date(time) == text ? std::optional(time) : std::nullopt;
}

} // namespace http
