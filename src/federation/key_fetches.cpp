#include "federation/key_fetches.h"

#include "federation/discovery_limit.h"

namespace federation {

namespace {

constexpr std::chrono::minutes kSilence{5};
constexpr std::size_t kMostSilent = 10'000;
constexpr int kMostAtOnce = 3;

} // namespace

Result<> KeyFetches::check_locked(base::Time now, std::string_view host) {
    const auto silent = silent_since_.find(host);
    if (silent != silent_since_.end() && now >= silent->second && now < silent->second + kSilence) {
        return base::refuse(base::Refusal::Unavailable, std::string(host) + " does not answer just now");
    }
    const auto asked = under_way_.find(registered_name(host));
    if (asked != under_way_.end() && asked->second >= kMostAtOnce) {
        return base::refuse(base::Refusal::Unavailable, std::string(host) + " is asked for other keys just now");
    }
    return {};
}

Result<> KeyFetches::check(base::Time now, std::string_view host) {
    const std::lock_guard lock(mutex_);
    return check_locked(now, host);
}

Result<> KeyFetches::begin(base::Time now, std::string_view host) {
    const std::lock_guard lock(mutex_);
    TRY(check_locked(now, host));
    ++under_way_[registered_name(host)];
    return {};
}

void KeyFetches::end(std::string_view host) {
    const std::lock_guard lock(mutex_);
    const auto found = under_way_.find(registered_name(host));
    if (found != under_way_.end() && --found->second <= 0) under_way_.erase(found);
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
