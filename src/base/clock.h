#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace base {

// Wall-clock time, UTC, in milliseconds: what ids, the database and the API count in.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;

class Clock {
public:
    virtual ~Clock() = default;
    virtual Time now() const = 0;
};

class SystemClock final : public Clock {
public:
    Time now() const override;
};

// Cryptographically strong in the server; seeded in tests that want the same numbers again.
class Random {
public:
    virtual ~Random() = default;
    virtual void fill(std::span<unsigned char> bytes) = 0;

    std::uint64_t number();
    // URL-safe base64 without padding of `byte_count` random bytes.
    std::string token(std::size_t byte_count = 32);
};

class SystemRandom final : public Random {
public:
    void fill(std::span<unsigned char> bytes) override;
};

// Mastodon's ids: milliseconds << 16 | 16 bits that keep ids of one millisecond apart. Thread-safe.
// Unique within a process, and growing while `created_at` does not go back; processes start each millisecond's sequence
// at random places. More than 16 thousand ids of one millisecond go on in the next.
class IdGenerator {
public:
    explicit IdGenerator(Random& random);
    std::int64_t next(Time created_at);

private:
    std::int64_t past_id(std::int64_t asked);
    std::int64_t start_of_sequence();

    std::mutex mutex_;
    std::uint64_t chance_;
    std::int64_t asked_ = 0;  // The newest millisecond that was asked for,
    std::int64_t issued_ = 0; // and the one in the newest id: the same, or later after a rush.
    std::int64_t sequence_ = 0;
    std::int64_t past_sequence_ = 0;
};

// The smallest id that a row created at `time` can have.
std::int64_t first_id_of(Time time);
Time time_of_id(std::int64_t id);

// "2024-01-02T03:04:05.678Z", as every datetime in the API.
std::string iso8601(Time time);
constexpr std::size_t kIso8601Length = 24;
// The same into `out`, where there must be room for it; answers kIso8601Length.
std::size_t write_iso8601(char* out, Time time);
// "2024-01-02", as dates in the API.
std::string iso_date(Time time);
// RFC 3339 with any offset (its colon may be missing) and any fraction of a second; nullopt for anything else.
std::optional<Time> parse_iso8601(std::string_view text);

} // namespace base
