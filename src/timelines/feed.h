#pragma once

#include "base/feed_store.h"
#include "db/db.h"
#include "http/request.h"

#include <functional>
#include <vector>

// What home and list timelines have in common: a feed in memory, how it is built when it is not there, and how pages
// are cut from it.
namespace timelines {

// The newest entries met so far, in any order, at most twice FeedStore::kLength of them. One that is met again, because
// it is there for several reasons, counts once.
class NewestEntries {
public:
    // Entries at or below this can no longer get in.
    StatusId floor() const { return floor_; }

    // Rows of a status and what it boosts.
    void add(db::Rows rows);
    // Newest first, each once, at most kLength.
    std::vector<base::FeedEntry> take();

private:
    void shrink();

    std::vector<base::FeedEntry> entries_;
    StatusId floor_;
};

// As many as a feed holds, for `limit`.
inline constexpr int kFeedLength = static_cast<int>(base::FeedStore::kLength);

// A page of a feed, newest first. `collect` looks for its entries in the database when the feed is not in memory.
std::vector<StatusId> feed_page(db::Tx& tx, base::FeedKey key, const http::Page& page,
                                const std::function<void(NewestEntries&)>& collect);

// Forgets a feed once `tx` has committed: it is built anew when it is next read.
void drop_feed(db::Tx& tx, base::FeedKey key);

} // namespace timelines
