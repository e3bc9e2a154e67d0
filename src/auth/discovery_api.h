#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace auth {

http::Reply get_oauth_metadata(const http::Request& request, db::Tx& tx);
http::Reply get_userinfo(const http::Request& request, db::Tx& tx);

} // namespace auth
