#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace auth {

http::Reply post_token(const http::Request& request, db::Tx& tx);
http::Reply post_revoke(const http::Request& request, db::Tx& tx);

} // namespace auth
