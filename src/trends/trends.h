#pragma once

#include "base/clock.h"
#include "base/ids.h"
#include "db/db.h"

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

// What is talked about now: hashtags and links that more people use today than yesterday, and posts that many people
// favourite and boost. A job looks every few minutes; whoever asks reads what it found.
namespace trends {

enum class Kind : std::uint8_t { Tags = 0, Statuses = 1, Links = 2 };

inline constexpr std::chrono::minutes kRefreshEvery{5};

// People, or favourites and boosts.
inline constexpr std::int64_t kEnoughPeople = 5;

// How surprising it is that `observed` people use something that `expected` used in the time before; 0 below
// kEnoughPeople.
double score_of(std::int64_t observed, std::int64_t expected);
// What is left of a score after some time.
double decayed(double score, std::chrono::milliseconds age, std::chrono::milliseconds half_life);

using ItemId = base::Id<struct ItemTag>; // Of a tag, a post or a link's preview.

struct Finding {
    Kind kind;
    ItemId id;
    double score;
    double max_score; // The most that it had, and when.
    base::Time max_score_at;
    std::string history; // Of links.
};
// Finds all anew: tens of thousands of rows are read, and none is written. Left out are posts that are not for
// everybody, answers, and what is sensitive; and what limited or suspended people write, and people who do not want to
// be discovered.
std::vector<Finding> look(db::Tx& tx);
// This is what is talked about from now on, and nothing else.
void keep(db::Tx& tx, std::span<const Finding> found);

struct Trend {
    std::int64_t id;
    std::string history; // Of links.
};
// The highest scores first.
std::vector<Trend> find(db::Tx& tx, Kind kind, int limit, std::int64_t offset);
bool is_trending(db::Tx& tx, Kind kind, ItemId id);

} // namespace trends
