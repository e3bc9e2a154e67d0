#pragma once

#include "base/clock.h"
#include "base/ids.h"

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

using ListId = base::Id<struct ListTag>;

namespace base {

// Whose feed: the home timeline of its owner, or that of one of their lists.
struct FeedKey {
    AccountId owner;
    ListId list; // 0: home.

    FeedKey(AccountId of, ListId list_of_theirs = {}) : owner(of), list(list_of_theirs) {}
    auto operator<=>(const FeedKey&) const = default;
};

// One place in a feed: the status, and the status that it boosts (0 when it is an original).
struct FeedEntry {
    StatusId status;
    StatusId reblog_of;
    bool operator==(const FeedEntry&) const = default;
};

// The feeds of home and list timelines, newest first, kept while they are used: 16 bytes an entry, at most kLength
// entries a feed. Nothing here is the truth: a feed that is missing is built again from the database. Thread-safe.
class FeedStore {
public:
    static constexpr std::size_t kLength = 800;
    // A boost is left out of a feed when the same status stands among this many newest entries.
    static constexpr std::size_t kReblogDistance = 40;

    explicit FeedStore(std::size_t max_feeds = 10'000) : max_feeds_(max_feeds) {}

    // How long a transaction may take that began before anybody knew that this feed is wanted.
    static constexpr std::chrono::seconds kSettling{5};

    // The feed, newest first; nullopt when it is to be built. That is once more after kSettling: a post whose
    // transaction had looked for readers before the first build began, and committed after that build had looked, is in
    // neither.
    std::optional<std::vector<FeedEntry>> read(FeedKey key, Time now);

    // A build reads the database while others go on posting: what is pushed to `key` between start_build and
    // finish_build is merged into the result, and drop() in between makes finish_build forget its entries.
    // Two builds of one feed at once are merged too.
    using Build = std::uint64_t;
    [[nodiscard]] Build start_build(FeedKey key, Time now);
    void finish_build(FeedKey key, Build build, std::vector<FeedEntry> newest_first);

    // Adds to those feeds that are built or being built, except a boost that kReblogDistance leaves out.
    void push(std::span<const FeedKey> keys, FeedEntry entry);
    // Takes the status and boosts of it out.
    void remove(StatusId status, std::span<const FeedKey> keys);
    // Forgets all feeds of this owner, or one: they are built again when they are read.
    void drop(AccountId owner);
    void drop_one(FeedKey key);

    // Those who have a feed, or are getting one, each once, in order.
    std::vector<AccountId> owners() const;

private:
    struct Feed {
        std::vector<FeedEntry> entries; // Oldest first, so that a push is an append.
        bool is_built = false;
        bool is_settled = false;
        Time first_build{};
        Build build = 0;
        std::uint64_t last_used = 0;
    };

    void evict_one_if_full();

    mutable std::mutex mutex_;
    std::map<FeedKey, Feed> feeds_; // In order: the feeds of one owner lie side by side.
    std::size_t max_feeds_;
    std::uint64_t uses_ = 0;
    Build builds_ = 0;
};

} // namespace base
