#pragma once

#include "db/db.h"
#include "http/request.h"

#include <cstdint>
#include <vector>

// The lists of what somebody favourited or bookmarked, by when they did.
namespace timelines {

enum class Mark : std::uint8_t { Favourite, Bookmark };

struct Marked {
    std::int64_t id; // Of the mark: what the list is paged by.
    StatusId status;
};

// Newest mark first.
std::vector<Marked> marked_page(db::Tx& tx, AccountId account, Mark mark, const http::Page& page);

} // namespace timelines
