#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "db/db.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

// How much was taken in and has no effect yet: that has an end, as everything has that others can make longer.
namespace federation {

// What is kept counts in portions: most activities are one.
inline constexpr std::size_t kPortionBytes = 8192;
inline constexpr std::int64_t kMostWaiting = 20'000;
inline std::int64_t portions_of(std::string_view activity) {
    return 1 + static_cast<std::int64_t>(activity.size() / kPortionBytes);
}

// A server may have half as much waiting as there is room left. So one that floods us gets a third of all at most, a
// hundred of them a hundredth each, and there is always room for others. Thread-safe.
//
// What waits is counted in the database once a second or after a thousand, when somebody asks, for several processes
// may take in; in between, what this one takes is added.
class Backlog {
public:
    explicit Backlog(std::int64_t most = kMostWaiting) : most_(most) {}

    // Whether more is taken from `host`. TooMany when it has its share waiting; Unavailable when there is no room for
    // anybody. Whoever is refused sends it again later.
    Result<> check(db::Database& database, base::Time now, std::string_view host);
    // Something of that length was kept.
    void add(std::string_view host, std::string_view activity);

private:
    using Counts = std::map<std::string, std::int64_t, std::less<>>;

    bool begin_counting(db::Database& database, base::Time now);
    void keep(Counts counts);
    void end_counting();
    void warn(base::Time now, std::string_view host); // Once a minute; with the lock held.

    std::mutex mutex_;
    Counts waiting_;
    std::int64_t total_ = 0;
    std::int64_t added_ = 0;                   // Since it was counted.
    const db::Database* counted_in_ = nullptr; // Whose: in tests there are several servers in a process.
    base::Time counted_at_{};
    bool is_counting_ = false;
    std::optional<base::Time> warned_at_;
    const std::int64_t most_;
};

} // namespace federation
