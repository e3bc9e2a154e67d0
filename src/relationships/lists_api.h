#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace relationships {

http::Reply get_followers(const http::Request& request, db::Tx& tx);
http::Reply get_following(const http::Request& request, db::Tx& tx);
http::Reply get_follow_requests(const http::Request& request, db::Tx& tx);
http::Reply get_endorsements(const http::Request& request, db::Tx& tx);
http::Reply get_account_endorsements(const http::Request& request, db::Tx& tx);
http::Reply get_blocks(const http::Request& request, db::Tx& tx);
http::Reply get_mutes(const http::Request& request, db::Tx& tx);

} // namespace relationships
