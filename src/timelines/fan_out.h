#pragma once

#include "db/db.h"
#include "statuses/status.h"

#include <span>
#include <string>
#include <vector>

// Brings posts to those who are reading: into the home and list feeds in memory, and to the live streams.
namespace timelines {

// What has just been posted, as far as who hears of it hangs on that.
struct News {
    statuses::Status status;
    bool is_limited = false; // Its author: only followers hear of it.
    std::vector<std::string> hashtags = {};
};
// A new status: into the feeds of its author and followers, and of their lists, as the timelines' rules have it;
// `update` events on their `timeline:ID` and `timeline:list:ID` channels and, for public posts, on the public and
// hashtag channels.
void fan_out(db::Tx& tx, const News& news);

// An edited status, which carried `former_hashtags` before: `status.update` events to those who may have it on their
// screens, in a home feed (also as somebody's boost), on a public or hashtag channel, or as a mention.
void fan_out_edit(db::Tx& tx, StatusId id, std::span<const std::string> former_hashtags);

// Before it is deleted: out of the feeds; `delete` events wherever it was shown, for it and for its boosts.
void fan_out_deletion(db::Tx& tx, const statuses::Status& status);

} // namespace timelines
