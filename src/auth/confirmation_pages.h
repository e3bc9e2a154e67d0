#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace auth {

http::Reply get_confirmation(const http::Request& request, db::Tx& tx);
http::Reply get_new_confirmation(const http::Request& request, db::Tx& tx);
http::Reply post_confirmation(const http::Request& request, db::Tx& tx);

} // namespace auth
