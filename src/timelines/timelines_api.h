#pragma once

#include "db/db.h"
#include "http/reply.h"

namespace timelines {

http::Reply get_home(const http::Request& request, db::Tx& tx);
http::Reply get_public(const http::Request& request, db::Tx& tx);
http::Reply get_hashtag(const http::Request& request, db::Tx& tx);
http::Reply get_link(const http::Request& request, db::Tx& tx);
http::Reply get_list(const http::Request& request, db::Tx& tx);
http::Reply get_account_statuses(const http::Request& request, db::Tx& tx);
http::Reply get_favourites(const http::Request& request, db::Tx& tx);
http::Reply get_bookmarks(const http::Request& request, db::Tx& tx);

} // namespace timelines
