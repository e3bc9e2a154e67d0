#pragma once

#include "base/json.h"
#include "db/db.h"
#include "statuses/status.h"

#include <string>
#include <string_view>
#include <vector>

// What answers a post, for other servers that read a conversation up and down.
namespace statuses {

// Authors go on where they left off: their own answers come first.
enum class Repliers { Author, Others };

struct RepliesPage {
    Repliers repliers = Repliers::Author;
    StatusId after = {};           // Only above this.
    std::vector<std::string> uris; // The oldest first.
    StatusId last = {};            // 0: nothing follows.
};

// Public and unlisted ones, at most 60.
RepliesPage replies_page(db::Tx& tx, const Status& status, Repliers repliers, StatusId after);

// The address of a page of the collection at `collection`: after that post, 0 for the first.
std::string replies_page_id(const std::string& collection, Repliers repliers, StatusId after);

// A CollectionPage of the replies to the post at `uri`.
void write_replies_page(json::Writer& out, std::string_view uri, const RepliesPage& page);

} // namespace statuses
