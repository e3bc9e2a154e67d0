#include "http/rate_limits.h"

#include <sys/random.h>

#include <algorithm>
#include <cstring>

namespace http {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

struct Numbers {
    int limit;
    seconds period;
};

// In the order of Rule.
constexpr Numbers kNumbers[kRules] = {
    {1500, minutes(5)}, // ApiOfUser
    {300, minutes(5)},  // ApiOfToken
    {300, minutes(5)},  // ApiOfAddress
    {300, minutes(15)}, // PagingOfUser
    {300, minutes(15)}, // PagingOfAddress
    {5, minutes(10)},   // AppRegistration
    {5, minutes(30)},   // SignUp
    {25, minutes(5)},   // SignIn
    {25, hours(1)},     // SignInOfName
    {25, minutes(5)},   // SignUpForm
    {25, minutes(5)},   // Confirmation
    {5, minutes(30)},   // ConfirmationOfName
    {300, hours(3)},    // Statuses
    {400, hours(24)},   // Follows
    {400, hours(24)},   // Reports
    {30, minutes(30)},  // Deletes
    {30, minutes(30)},  // Media
    {30, minutes(10)},  // MediaProxy
};

// Nobody outside can find keys that collide.
std::uint64_t seed() {
    static const std::uint64_t value = [] {
        std::uint64_t bytes = 0;
        if (getrandom(&bytes, sizeof bytes, 0) != sizeof bytes) bytes = reinterpret_cast<std::uintptr_t>(&bytes);
        return bytes;
    }();
    return value;
}

// splitmix64
std::uint64_t mix(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

// Forgets the least busy until a quarter is free. Those near their limit stay, so nobody frees himself by flooding us
// with addresses.
template <typename Counts>
void make_room(Counts& counts) {
    for (int least = 1; counts.size() > RateLimits::kMaxKeys - RateLimits::kMaxKeys / 4; least *= 2) {
        std::erase_if(counts, [&](const auto& entry) { return entry.second <= least; });
    }
}

} // namespace

RateKey RateKey::of_address(const base::IpAddress& ip) {
    RateKey key;
    std::memcpy(&key.high, ip.bytes, 8);
    static constexpr unsigned char kIpv4[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (std::memcmp(ip.bytes, kIpv4, sizeof kIpv4) == 0) std::memcpy(&key.low, ip.bytes + 8, 8);
    return key;
}

RateKey RateKey::of_name(std::string_view name) {
    RateKey key{seed(), ~seed()};
    for (const char c : name) {
        key.high = mix(key.high ^ static_cast<unsigned char>(c));
        key.low = mix(key.low + static_cast<unsigned char>(c));
    }
    return key;
}

std::size_t RateLimits::Hash::operator()(const RateKey& key) const noexcept {
    return mix(key.high ^ mix(key.low ^ seed()));
}

Allowance RateLimits::count(Rule rule, RateKey key) {
    const auto& [limit, period] = kNumbers[static_cast<std::size_t>(rule)];
    auto& window = windows_[static_cast<std::size_t>(rule)];
    const auto now = std::chrono::floor<seconds>(clock_.now());
    const auto number = now.time_since_epoch() / period;

    const std::lock_guard lock(window.mutex);
    if (window.number != number) {
        window.number = number;
        window.counts = {};
    }
    if (window.counts.size() >= kMaxKeys && !window.counts.contains(key)) make_room(window.counts);
    int& count = window.counts[key];
    const bool is_allowed = count < limit;
    if (is_allowed) ++count;
    return {is_allowed, limit, limit - count, base::Time((number + 1) * period)};
}

void RateLimits::give_back(Rule rule, RateKey key) {
    auto& window = windows_[static_cast<std::size_t>(rule)];
    const std::lock_guard lock(window.mutex);
    const auto found = window.counts.find(key);
    if (found != window.counts.end() && found->second > 0) --found->second;
}

std::size_t RateLimits::key_count() const {
    std::size_t count = 0;
    for (const auto& window : windows_) {
        const std::lock_guard lock(window.mutex);
        count += window.counts.size();
    }
    return count;
}

} // namespace http
