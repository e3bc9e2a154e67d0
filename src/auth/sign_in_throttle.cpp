#include "auth/sign_in_throttle.h"

#include "base/ascii.h"
#include "base/crypto.h"

#include <mutex>
#include <string>
#include <unordered_map>

namespace auth {
namespace {

constexpr std::size_t kMaxAddresses = 10'000;
constexpr std::chrono::hours kWindow{1};

struct Attempts {
    base::Time since;
    int count = 0;
};

class Throttle {
public:
    bool count(const std::string& key, base::Time now) {
        const std::scoped_lock lock(mutex_);
        if (attempts_.size() >= kMaxAddresses && !attempts_.contains(key)) make_room(now);
        Attempts& attempts = attempts_.try_emplace(key, Attempts{now}).first->second;
        if (attempts.since + kWindow <= now) attempts = {now};
        if (attempts.count >= kSignInsPerHour) return false;
        ++attempts.count;
        return true;
    }

private:
    // Those whose hour is over; if there are none, whoever began first.
    void make_room(base::Time now) {
        std::erase_if(attempts_, [&](const auto& entry) { return entry.second.since + kWindow <= now; });
        if (attempts_.size() < kMaxAddresses) return;
        attempts_.erase(std::ranges::min_element(attempts_, {}, [](const auto& entry) { return entry.second.since; }));
    }

    std::mutex mutex_;
    std::unordered_map<std::string, Attempts> attempts_;
};

} // namespace

bool may_try_to_sign_in(std::string_view email, base::Time now) {
    static Throttle throttle;
    return throttle.count(base::sha256_hex(base::ascii_lower(email)), now);
}

} // namespace auth
