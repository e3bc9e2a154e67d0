#pragma once

#include "base/clock.h"
#include "base/json.h"
#include "db/db.h"
#include "statuses/status.h"

#include <string>
#include <vector>

// What an edited status said before, and says now.
namespace statuses {

struct Version {
    std::string content; // HTML
    std::string spoiler_text;
    bool is_sensitive = false;
    std::string media;        // A JSON array of {"id": …, "description": …}, in order.
    std::string poll_options; // A JSON array of {"title": …}; empty: no poll.
    base::Time created_at;    // When it began to say so.
};

// What it says now; it must be there.
Version version_now(db::Tx& tx, StatusId id);

// Keeps what an edit has just written beside what was there before it, `former`.
void keep_edit(db::Tx& tx, StatusId id, const Version& former);

// Oldest first, what it says now last: of one that was never edited that alone. At most the newest 1000.
std::vector<Version> versions_of(db::Tx& tx, StatusId id);

// An array of StatusEdit: what `status` said. https://docs.joinmastodon.org/entities/StatusEdit/
void write_versions(json::Writer& out, db::Tx& tx, const std::vector<Version>& versions, const Status& status);

} // namespace statuses
