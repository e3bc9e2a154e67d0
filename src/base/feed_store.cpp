#include "base/feed_store.h"

#include <algorithm>

namespace base {
namespace {

// Feeds may grow so far over their length before they are cut: cutting moves all that stays.
constexpr std::size_t kSlack = 64;

bool is_older(const FeedEntry& one, const FeedEntry& other) { return one.status < other.status; }
bool is_same(const FeedEntry& one, const FeedEntry& other) { return one.status == other.status; }

bool shows(const FeedEntry& entry, StatusId status) { return entry.status == status || entry.reblog_of == status; }

bool stands_near_the_top(const std::vector<FeedEntry>& oldest_first, StatusId status) {
    const auto near = std::min(oldest_first.size(), FeedStore::kReblogDistance);
    return std::any_of(oldest_first.end() - static_cast<std::ptrdiff_t>(near), oldest_first.end(),
                       [&](const FeedEntry& entry) { return shows(entry, status); });
}

void insert(std::vector<FeedEntry>& oldest_first, FeedEntry entry) {
    if (entry.reblog_of && stands_near_the_top(oldest_first, entry.reblog_of)) return;
    const auto place = std::ranges::lower_bound(oldest_first, entry, is_older); // Nearly always the end.
    if (place != oldest_first.end() && is_same(*place, entry)) return;
    oldest_first.insert(place, entry);
}

void cut(std::vector<FeedEntry>& oldest_first, std::size_t length) {
    if (oldest_first.size() <= length) return;
    oldest_first.erase(oldest_first.begin(), oldest_first.end() - static_cast<std::ptrdiff_t>(length));
}

} // namespace

std::optional<std::vector<FeedEntry>> FeedStore::read(FeedKey key, Time now) {
    const std::lock_guard lock(mutex_);
    const auto found = feeds_.find(key);
    if (found == feeds_.end() || !found->second.is_built) return std::nullopt;
    Feed& feed = found->second;
    if (!feed.is_settled && now - feed.first_build > kSettling) return std::nullopt;
    feed.last_used = ++uses_;
    const auto size = std::min(feed.entries.size(), kLength);
    return std::vector<FeedEntry>(feed.entries.rbegin(), feed.entries.rbegin() + static_cast<std::ptrdiff_t>(size));
}

FeedStore::Build FeedStore::start_build(FeedKey key, Time now) {
    const std::lock_guard lock(mutex_);
    if (!feeds_.contains(key)) evict_one_if_full();
    Feed& feed = feeds_[key]; // Kept when another build runs: what was pushed is for both.
    feed.last_used = ++uses_;
    if (feed.build == 0) {
        feed.build = ++builds_;
        feed.first_build = now;
    }
    if (feed.is_built) feed.is_settled = true;
    return feed.build;
}

void FeedStore::finish_build(FeedKey key, Build build, std::vector<FeedEntry> newest_first) {
    const std::lock_guard lock(mutex_);
    const auto found = feeds_.find(key);
    if (found == feeds_.end() || found->second.build != build) return;
    Feed& feed = found->second;
    feed.entries.insert(feed.entries.end(), newest_first.begin(), newest_first.end());
    std::ranges::stable_sort(feed.entries, is_older);
    feed.entries.erase(std::unique(feed.entries.begin(), feed.entries.end(), is_same), feed.entries.end());
    cut(feed.entries, kLength);
    feed.is_built = true;
}

void FeedStore::push(std::span<const FeedKey> keys, FeedEntry entry) {
    const std::lock_guard lock(mutex_);
    for (const FeedKey& key : keys) {
        const auto found = feeds_.find(key);
        if (found == feeds_.end()) continue;
        insert(found->second.entries, entry);
        if (found->second.entries.size() > kLength + kSlack) cut(found->second.entries, kLength);
    }
}

void FeedStore::remove(StatusId status, std::span<const FeedKey> keys) {
    const std::lock_guard lock(mutex_);
    for (const FeedKey& key : keys) {
        const auto found = feeds_.find(key);
        if (found == feeds_.end()) continue;
        std::erase_if(found->second.entries, [&](const FeedEntry& entry) { return shows(entry, status); });
    }
}

void FeedStore::drop(AccountId owner) {
    const std::lock_guard lock(mutex_);
    const auto first = feeds_.lower_bound(FeedKey(owner));
    const auto last = std::find_if(first, feeds_.end(), [&](const auto& feed) { return feed.first.owner != owner; });
    feeds_.erase(first, last);
}

void FeedStore::drop_one(FeedKey key) {
    const std::lock_guard lock(mutex_);
    feeds_.erase(key);
}

std::vector<AccountId> FeedStore::owners() const {
    const std::lock_guard lock(mutex_);
    std::vector<AccountId> owners;
    for (const auto& [key, feed] : feeds_) {
        if (owners.empty() || owners.back() != key.owner) owners.push_back(key.owner);
    }
    return owners;
}

void FeedStore::evict_one_if_full() {
    if (feeds_.size() < max_feeds_) return;
    const auto oldest =
        std::ranges::min_element(feeds_, {}, [](const auto& key_and_feed) { return key_and_feed.second.last_used; });
    if (oldest != feeds_.end()) feeds_.erase(oldest);
}

} // namespace base
