#include "federation/key_fetches.h"

#include "federation/discovery_limit.h"

#include <algorithm>

namespace federation {

namespace {

constexpr std::chrono::minutes kSilence{5};
constexpr std::size_t kMostSilent = 10'000;
constexpr std::chrono::seconds kSlow{1};
constexpr std::ptrdiff_t kMostSlow = 3;
constexpr std::size_t kMostAtOnce = 6;

Result<> not_now(std::string_view host, std::string_view why) {
    return base::refuse(base::Refusal::Unavailable, std::string(host) + std::string(why));
}

} // namespace

Result<> KeyFetches::check_locked(base::Time now, std::string_view host, const std::string& name) {
    const auto silent = silent_since_.find(host);
    if (silent != silent_since_.end() && now >= silent->second && now < silent->second + kSilence) {
        return not_now(host, " does not answer just now");
    }
    const auto [first, last] = under_way_.equal_range(name);
    const auto is_slow = [now](const auto& one) { return now >= one.second + kSlow; };
    if (std::count_if(first, last, is_slow) >= kMostSlow) return not_now(host, " has other keys to give first");
    return {};
}

bool KeyFetches::is_full(const std::string& name) const { return under_way_.count(name) >= kMostAtOnce; }

Result<> KeyFetches::check(base::Time now, std::string_view host) {
    const std::lock_guard lock(mutex_);
    return check_locked(now, host, registered_name(host));
}

Result<> KeyFetches::begin(base::Time now, std::string_view host) {
    const std::string name = registered_name(host);
    std::unique_lock lock(mutex_);
    TRY(check_locked(now, host, name));
    if (!ended_.wait_for(lock, kSlow, [&] { return !is_full(name); })) {
        return not_now(host, " is asked for too many keys just now");
    }
    under_way_.emplace(name, now);
    return {};
}

void KeyFetches::end(base::Time begun, std::string_view host) {
    {
        const std::lock_guard lock(mutex_);
        const auto [first, last] = under_way_.equal_range(registered_name(host));
        const auto found = std::find_if(first, last, [begun](const auto& one) { return one.second == begun; });
        if (found != last) under_way_.erase(found);
    }
    ended_.notify_all();
}

void KeyFetches::note_silent(base::Time now, std::string_view host) {
    const std::lock_guard lock(mutex_);
    if (silent_since_.size() >= kMostSilent) {
        std::erase_if(silent_since_, [&](const auto& one) { return now >= one.second + kSilence; });
    }
    if (silent_since_.size() >= kMostSilent) silent_since_.clear();
    silent_since_.insert_or_assign(std::string(host), now);
}

} // namespace federation
