#pragma once

#include "base/ids.h"
#include "db/db.h"
#include "http/request.h"

#include <cstdint>
#include <optional>
#include <vector>

// Lists of people, a page at a time, newest first. They are paged by the ids of their own rows (of the follow, of the
// block), which say nothing of the people in them. Suspended accounts are left out.
namespace relationships {

struct ListEntry {
    std::int64_t id; // Of the row: what pages are cut by.
    AccountId account;
    std::optional<base::Time> expires_at = {}; // Of a mute.
};

// Who follows `account`, and whom it follows, as `viewer` (0: nobody) may see it: nothing when the account hides its
// lists or blocks the viewer, and nobody whom the viewer blocks, mutes or is blocked by.
std::vector<ListEntry> followers(db::Tx& tx, AccountId account, AccountId viewer, const http::Page& page);
std::vector<ListEntry> following(db::Tx& tx, AccountId account, AccountId viewer, const http::Page& page);

// Whom `account` shows on their profile, as `viewer` may see it: nothing when the account blocks the viewer, and nobody
// whom the viewer blocks, mutes or is blocked by.
std::vector<ListEntry> endorsed(db::Tx& tx, AccountId account, AccountId viewer, const http::Page& page);

// What is `owner`'s alone to see.
std::vector<ListEntry> follow_requests(db::Tx& tx, AccountId owner, const http::Page& page);
std::vector<ListEntry> blocked(db::Tx& tx, AccountId owner, const http::Page& page);
std::vector<ListEntry> muted(db::Tx& tx, AccountId owner, const http::Page& page);

} // namespace relationships
