#pragma once

#include "db/db.h"

#include <string_view>

// Answers that came before what they answer, and what comes because a post names it.
namespace statuses {

// `child` answers a post that we do not have: a job fetches it, and what that answers, up to 500 in a row.
void await_parent(db::Tx& tx, StatusId child, std::string_view parent_uri, int depth);

// A job fetches a post. `depth` is how many posts led to the one that names it.
void fetch_later(db::Tx& tx, std::string_view uri, int depth);

// `parent` has come: those that waited for it stand under it now, and with all below them in its conversation.
void adopt_children(db::Tx& tx, StatusId parent, std::string_view uri);

} // namespace statuses
