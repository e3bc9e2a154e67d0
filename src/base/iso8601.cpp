#include "base/clock.h"

namespace base {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// Writes `number` into the `digits` characters before `end`.
char* write_back(char* end, unsigned number, int digits) {
    for (; digits > 0; --digits, number /= 10) *--end = static_cast<char>('0' + number % 10);
    return end;
}

// "2024-01-02", before `end`.
char* write_date_back(char* end, std::chrono::sys_days day) {
    const std::chrono::year_month_day date(day);
    end = write_back(end, static_cast<unsigned>(date.day()), 2);
    *--end = '-';
    end = write_back(end, static_cast<unsigned>(date.month()), 2);
    *--end = '-';
    return write_back(end, static_cast<unsigned>(static_cast<int>(date.year())), 4);
}

// Takes RFC 3339 apart from the left; `good` stays false once anything was not as it should be.
struct Reader {
    std::string_view rest;
    bool good = true;

    int number(std::size_t digits) {
        int value = 0;
        if (rest.size() < digits) good = false;
        for (std::size_t i = 0; good && i < digits; ++i) {
            if (rest[i] < '0' || rest[i] > '9') good = false;
            value = value * 10 + (rest[i] - '0');
        }
        rest.remove_prefix(good ? digits : 0);
        return good ? value : 0;
    }
    bool take_one_of(std::string_view characters) {
        if (rest.empty() || characters.find(rest.front()) == std::string_view::npos) return false;
        rest.remove_prefix(1);
        return true;
    }
    void expect(std::string_view characters) { good = take_one_of(characters) && good; }
};

// ".678": any number of digits, of which milliseconds count.
milliseconds read_fraction(Reader& reader) {
    if (!reader.take_one_of(".,")) return {};
    int value = reader.number(1) * 100;
    for (int unit = 10; reader.good && !reader.rest.empty() && reader.rest[0] >= '0' && reader.rest[0] <= '9';
         unit /= 10) {
        value += reader.number(1) * unit;
    }
    return milliseconds(value);
}

// How far the clock on that wall is ahead of UTC.
minutes read_offset(Reader& reader) {
    if (reader.take_one_of("Zz")) return {};
    const bool is_behind = !reader.rest.empty() && reader.rest[0] == '-';
    reader.expect("+-");
    const int hour = reader.number(2);
    reader.take_one_of(":");
    const int minute = reader.number(2);
    if (hour > 23 || minute > 59) reader.good = false;
    return (hours(hour) + minutes(minute)) * (is_behind ? -1 : 1);
}

milliseconds read_time_of_day(Reader& reader) {
    const int hour = reader.number(2);
    reader.expect(":");
    const int minute = reader.number(2);
    reader.expect(":");
    const int second = reader.number(2);
    if (hour > 23 || minute > 59 || second > 60) reader.good = false; // 60: a leap second.
    return hours(hour) + minutes(minute) + seconds(second) + read_fraction(reader);
}

} // namespace

std::size_t write_iso8601(char* out, Time time) {
    const auto day = std::chrono::floor<days>(time);
    const std::chrono::hh_mm_ss clock(time - day);
    char* end = out + kIso8601Length;
    *--end = 'Z';
    end = write_back(end, static_cast<unsigned>(clock.subseconds().count()), 3);
    *--end = '.';
    end = write_back(end, static_cast<unsigned>(clock.seconds().count()), 2);
    *--end = ':';
    end = write_back(end, static_cast<unsigned>(clock.minutes().count()), 2);
    *--end = ':';
    end = write_back(end, static_cast<unsigned>(clock.hours().count()), 2);
    *--end = 'T';
    write_date_back(end, day);
    return kIso8601Length;
}

std::string iso8601(Time time) {
    std::string text(kIso8601Length, '\0');
    write_iso8601(text.data(), time);
    return text;
}

std::string iso_date(Time time) {
    std::string text(10, '0');
    write_date_back(text.data() + 10, std::chrono::floor<days>(time));
    return text;
}

std::optional<Time> parse_iso8601(std::string_view text) {
    Reader reader{text};
    const auto year = std::chrono::year(reader.number(4));
    reader.expect("-");
    const auto month = std::chrono::month(static_cast<unsigned>(reader.number(2)));
    reader.expect("-");
    const auto day = std::chrono::day(static_cast<unsigned>(reader.number(2)));
    reader.expect("Tt ");
    const auto time_of_day = read_time_of_day(reader);
    const auto offset = read_offset(reader);

    const std::chrono::year_month_day date(year, month, day);
    if (!reader.good || !reader.rest.empty() || !date.ok()) return std::nullopt;
    return std::chrono::sys_days(date) + time_of_day - offset;
}

} // namespace base
