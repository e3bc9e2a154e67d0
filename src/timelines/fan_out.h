#pragma once

#include "db/db.h"
#include "statuses/status.h"

// Brings posts to those who are reading: into the home feeds in memory, and to the live streams.
namespace timelines {

// A new status: into the feeds of its author and followers, as the home timeline's rule has it; `update` events on
// their `timeline:ID` channels and, for public posts, on the public and hashtag channels.
void fan_out(db::Tx& tx, StatusId id);

// Before it is deleted: out of the feeds; `delete` events wherever it was shown, for it and for its boosts.
void fan_out_deletion(db::Tx& tx, const statuses::Status& status);

} // namespace timelines
