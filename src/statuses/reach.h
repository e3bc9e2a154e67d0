#pragma once

#include "db/db.h"
#include "statuses/status.h"

#include <string>
#include <vector>

// Which servers have a post, or shall have it: the inboxes of those elsewhere whom it concerns, shared ones once, in
// one statement each. What is for everybody goes to the relays, too.
namespace statuses {

// Of a new post or boost: whom it mentions; the author's followers, unless it is for the mentioned only; and, when it
// is for everybody, whom it answers, with their followers if they are ours, and whom it quotes. Of a boost, its
// original's author. Asked ahead of other things (db::Tx::query_ahead), for federation::distinct_inboxes().
db::Rows ask_reach_of_new(db::Tx& tx, StatusId id);
// Of one that has been there: also whoever boosted, quoted, favourited or answered one that is for everybody.
std::vector<std::string> reach(db::Tx& tx, StatusId id);
// Of one that goes: also those who are suspended. Asked ahead, too.
db::Rows ask_reach_of_deletion(db::Tx& tx, StatusId id);
// Of its poll's counts: whom it mentions, who boosted it or voted, and the followers.
std::vector<std::string> reach_of_tally(db::Tx& tx, StatusId id);

} // namespace statuses
