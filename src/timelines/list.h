#pragma once

#include "db/db.h"
#include "http/request.h"
#include "lists/lists.h"
#include "timelines/feed_rule.h"

#include <string>
#include <vector>

// The timelines of lists: what the people in one post and boost.
namespace timelines {

// A page of it, newest first. The feed is built from the database when it is not in memory, as home_page does.
std::vector<StatusId> list_page(db::Tx& tx, const lists::List& list, const http::Page& page);

// A select of the lists in whose feeds the statuses `s` that `which` names belong, unless their owners hide somebody in
// them (feed_rule.h): each as its owner, account_id, and its list_id. $1 is the time, $2 stands in `which`, $3 are the
// owners who may be meant. Lists of their authors themselves are own.
std::string list_readers_sql(const std::string& which, const Shape& shape);
std::string own_list_readers_sql(const std::string& which, const Shape& shape);

} // namespace timelines
