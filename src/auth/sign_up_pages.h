#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace auth {

http::Reply get_sign_up(const http::Request& request, db::Tx& tx);
http::Reply post_sign_up(const http::Request& request, db::Database& database);

} // namespace auth
