#pragma once

#include "base/ids.h"
#include "base/json.h"
#include "base/result.h"
#include "db/db.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

// How far somebody has read, kept for all of their apps.
namespace timelines {

// Sets a marker and counts its version up. The last word wins: an app may also mark something as unread again.
void set_marker(db::Tx& tx, AccountId account, std::string_view timeline, std::int64_t last_read_id);

// Those of `timelines` that are set. https://docs.joinmastodon.org/entities/Marker/
void write_markers(json::Writer& out, db::Tx& tx, AccountId account, std::span<const std::string> timelines);

} // namespace timelines
