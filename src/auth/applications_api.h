#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace auth {

http::Reply post_app(const http::Request& request, db::Tx& tx);
http::Reply get_verify_app_credentials(const http::Request& request, db::Tx& tx);

} // namespace auth
