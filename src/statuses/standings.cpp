#include "statuses/standings.h"

#include <algorithm>

namespace statuses {

// Ids hold the time in their upper and a sequence in their lower bits: both have to count.
std::size_t Standings::place_of(const Key& key) {
    constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15; // Fibonacci hashing.
    const auto mixed =
        static_cast<std::uint64_t>(key.viewer.value) * kOdd + static_cast<std::uint64_t>(key.status.value);
    return static_cast<std::size_t>((mixed ^ mixed >> 29) * kOdd >> 32) % kSets;
}

std::optional<Standing> Standings::find(const Key& key, base::Time now) {
    const std::scoped_lock lock(mutex_);
    Set& set = sets_[place_of(key)];
    const auto slot = std::ranges::find(set, key, &Slot::key);
    if (slot == set.end() || now >= slot->until) return std::nullopt;
    slot->used = ++searches_;
    return slot->standing;
}

void Standings::keep(const Key& key, const Standing& standing, base::Time until) {
    const std::scoped_lock lock(mutex_);
    Set& set = sets_[place_of(key)];
    const auto is_older = [&](const Slot& slot) {
        return slot.key.viewer == key.viewer && slot.key.status == key.status;
    };
    auto slot = std::ranges::find_if(set, is_older);
    // By how long ago, so that it may run over.
    if (slot == set.end()) slot = std::ranges::max_element(set, {}, [&](const Slot& s) { return searches_ - s.used; });
    *slot = {.key = key, .until = until, .used = ++searches_, .standing = standing};
}

} // namespace statuses
