#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace auth {

http::Reply get_new_password(const http::Request& request, db::Tx& tx);
http::Reply post_password(const http::Request& request, db::Tx& tx);
http::Reply get_edit_password(const http::Request& request, db::Tx& tx);
http::Reply post_edit_password(const http::Request& request, db::Database& database);

} // namespace auth
