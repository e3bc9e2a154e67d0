#include "timelines/feed.h"

#include <algorithm>

namespace timelines {

using base::FeedEntry;
using base::FeedStore;

namespace {

bool is_newer(const FeedEntry& a, const FeedEntry& b) { return a.status > b.status; }

// A boost is left out when the same status stands among the kReblogDistance newer entries.
std::vector<FeedEntry> without_near_repeats(const std::vector<FeedEntry>& newest_first) {
    std::vector<FeedEntry> kept;
    for (auto entry = newest_first.rbegin(); entry != newest_first.rend(); ++entry) {
        const StatusId shown = entry->reblog_of ? entry->reblog_of : entry->status;
        const std::size_t near = std::min(kept.size(), FeedStore::kReblogDistance);
        const bool repeats =
            entry->reblog_of
            && std::any_of(kept.end() - static_cast<std::ptrdiff_t>(near), kept.end(),
                           [&](const FeedEntry& older) { return older.status == shown || older.reblog_of == shown; });
        if (!repeats) kept.push_back(*entry);
    }
    std::reverse(kept.begin(), kept.end());
    return kept;
}

std::vector<FeedEntry> build(db::Tx& tx, base::FeedKey key, const std::function<void(NewestEntries&)>& collect) {
    FeedStore& feeds = tx.context().feeds;
    const auto started = feeds.start_build(key, tx.now());
    NewestEntries newest;
    collect(newest);
    auto entries = without_near_repeats(newest.take());
    feeds.finish_build(key, started, entries);
    return entries;
}

// `entries` is newest first.
std::vector<StatusId> cut(const std::vector<FeedEntry>& entries, const http::Page& page) {
    const auto is_above = [](const FeedEntry& entry, std::int64_t id) { return entry.status.value >= id; };
    const auto begin = std::lower_bound(entries.begin(), entries.end(), page.max_id, is_above);
    const auto end = std::lower_bound(begin, entries.end(), page.lower() + 1, is_above);
    const auto length = std::min<std::ptrdiff_t>(page.limit, end - begin);
    const auto first = page.from_below() ? end - length : begin;

    std::vector<StatusId> ids;
    for (auto entry = first; entry != first + length; ++entry) ids.push_back(entry->status);
    return ids;
}

} // namespace

void NewestEntries::add(db::Rows rows) {
    while (rows.next()) {
        entries_.push_back({rows.id<StatusId>(0), rows.id<StatusId>(1)});
        if (entries_.size() >= 2 * FeedStore::kLength) shrink();
    }
}

void NewestEntries::shrink() {
    std::sort(entries_.begin(), entries_.end(), is_newer);
    entries_.erase(std::unique(entries_.begin(), entries_.end()), entries_.end());
    if (entries_.size() < FeedStore::kLength) return;
    entries_.resize(FeedStore::kLength);
    floor_ = entries_.back().status;
}

std::vector<FeedEntry> NewestEntries::take() {
    shrink();
    return std::move(entries_);
}

std::vector<StatusId> feed_page(db::Tx& tx, base::FeedKey key, const http::Page& page,
                                const std::function<void(NewestEntries&)>& collect) {
    const auto feed = tx.context().feeds.read(key, tx.now());
    return cut(feed ? *feed : build(tx, key, collect), page);
}

void drop_feed(db::Tx& tx, base::FeedKey key) {
    tx.on_commit([&feeds = tx.context().feeds, key] { feeds.drop_one(key); });
}

} // namespace timelines
