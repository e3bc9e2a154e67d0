#pragma once

#include "db/db.h"
#include "http/reply.h"

namespace notifications {

http::Reply get_requests(const http::Request& request, db::Tx& tx);
http::Reply get_request(const http::Request& request, db::Tx& tx);
http::Reply get_requests_merged(const http::Request& request, db::Tx& tx);
http::Reply post_accept_request(const http::Request& request, db::Tx& tx);
http::Reply post_dismiss_request(const http::Request& request, db::Tx& tx);
http::Reply post_accept_requests(const http::Request& request, db::Tx& tx);
http::Reply post_dismiss_requests(const http::Request& request, db::Tx& tx);

} // namespace notifications
