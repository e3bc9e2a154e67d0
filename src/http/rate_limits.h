#pragma once

#include "base/clock.h"
#include "base/network.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <unordered_map>

namespace http {

// What is counted, and by what. Mastodon's numbers.
enum class Rule : std::uint8_t {
    ApiOfUser,
    ApiOfToken,
    ApiOfAddress,
    PagingOfUser,
    PagingOfAddress,
    AppRegistration,
    SignUp,
    SignIn,
    SignInOfName,
    SignUpForm,
    Confirmation,
    ConfirmationOfName,
    Statuses,
    Follows,
    Reports,
    Deletes,
    Media,
    MediaProxy,
};
inline constexpr std::size_t kRules = 18;

// Whose requests are counted together.
struct RateKey {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    static RateKey of_id(std::int64_t id) { return {0, static_cast<std::uint64_t>(id)}; }
    // An IPv4 address, or the /64 of an IPv6 address: one household has as many of those as it likes.
    static RateKey of_address(const base::IpAddress& ip);
    static RateKey of_name(std::string_view name);
    bool operator==(const RateKey&) const = default;
};

// What is left after a request was counted.
struct Allowance {
    bool is_allowed = true;
    int limit = 0;
    int left = 0;
    base::Time resets_at = {};
};

// Counts requests in windows of fixed length that begin at multiples of their length since 1970, as Mastodon's do.
// Thread-safe; checks and counts in one step. Memory is bounded: beyond kMaxKeys the keys that are furthest from their
// limit are forgotten.
class RateLimits {
public:
    static constexpr std::size_t kMaxKeys = 50'000; // For each rule.

    explicit RateLimits(const base::Clock& clock) : clock_(clock) {}

    Allowance count(Rule rule, RateKey key);
    // Takes back one that was counted: it came to nothing.
    void give_back(Rule rule, RateKey key);
    std::size_t key_count() const;

private:
    struct Hash {
        std::size_t operator()(const RateKey& key) const noexcept;
    };
    struct Window {
        mutable std::mutex mutex;
        std::int64_t number = -1; // Since 1970.
        std::unordered_map<RateKey, int, Hash> counts;
    };

    const base::Clock& clock_;
    std::array<Window, kRules> windows_;
};

} // namespace http
