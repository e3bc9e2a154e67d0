#pragma once

#include "base/json.h"
#include "db/db.h"
#include "trends/trends.h"

#include <span>

namespace trends {

// An array, in the order of `links`, in two statements at most. https://docs.joinmastodon.org/entities/Trends_Link/
void write_links(json::Writer& out, db::Tx& tx, std::span<const Trend> links);

} // namespace trends
