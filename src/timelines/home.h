#pragma once

#include "accounts/account.h"
#include "db/db.h"
#include "http/request.h"
#include "timelines/feed_rule.h"

#include <string>
#include <vector>

// The home timeline: what the people one follows post and boost, and what is public under the hashtags one follows.
namespace timelines {

// A page of it, newest first. The feed is built from the database when it is not in memory; it goes back kLength
// statuses.
std::vector<StatusId> home_page(db::Tx& tx, AccountId viewer, const http::Page& page);

// A select of those who see in their home feeds the statuses `s` that `which` names, unless they hide somebody in them
// (feed_rule.h): the followers whom they are for, and those who follow a hashtag of theirs, who may come twice. Each as
// account_id and 0 as list_id. $1 is the time, $2 stands in `which`, $3 are those who may be meant.
std::string home_readers_sql(const std::string& which, const Shape& shape);

} // namespace timelines
