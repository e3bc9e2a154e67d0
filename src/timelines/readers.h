#pragma once

#include "base/feed_store.h"
#include "db/db.h"
#include "timelines/feed_rule.h"

#include <span>
#include <vector>

namespace timelines {

// The feeds of those among `present` in which a status belongs: the homes of its author, of the followers whom it is
// for and of those who follow a hashtag of it, and the lists that have its author. One statement.
std::vector<base::FeedKey> readers_of(db::Tx& tx, StatusId status, std::span<const AccountId> present,
                                      const Shape& shape = {});
// Those in which one of the boosts of `original` belongs.
std::vector<base::FeedKey> readers_of_boosts(db::Tx& tx, StatusId original, std::span<const AccountId> present);

} // namespace timelines
