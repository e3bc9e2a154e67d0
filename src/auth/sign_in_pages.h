#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace auth {

http::Reply get_home(const http::Request& request, db::Tx& tx);
http::Reply get_sign_in(const http::Request& request, db::Tx& tx);
http::Reply post_sign_in(const http::Request& request, db::Database& database);
http::Reply delete_sign_out(const http::Request& request, db::Tx& tx);

} // namespace auth
