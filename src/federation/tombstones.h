#pragma once

#include "db/db.h"

#include <string_view>

// What other servers took back: objects that were deleted, and activities that were undone before they came.
namespace federation {

// From now on nothing with this id comes here (for a month, which is longer than anybody goes on sending it). Where
// nobody knows whose it was, nothing of the actor who says so.
void bury(db::Tx& tx, std::string_view uri, std::string_view unknown_of = {});
bool is_buried(db::Tx& tx, std::string_view uri, std::string_view actor_uri = {});

// An activity was undone that has not come, or has no effect any more. When it comes in the next six hours, it was
// overtaken; after that its id is free again, because some servers give the same id each time. Never is one that is not
// of its actor's host: who sent it could free anything by its id.
void expect_overtaken(db::Tx& tx, std::string_view uri, std::string_view actor_uri);
bool was_overtaken(db::Tx& tx, std::string_view uri, std::string_view actor_uri);

} // namespace federation
