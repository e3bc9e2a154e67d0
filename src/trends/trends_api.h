#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace trends {

http::Reply get_trending_tags(const http::Request& request, db::Tx& tx);
http::Reply get_trending_statuses(const http::Request& request, db::Tx& tx);
http::Reply get_trending_links(const http::Request& request, db::Tx& tx);

} // namespace trends
