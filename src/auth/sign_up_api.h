#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace auth {

http::Reply post_account(const http::Request& request, db::Database& database);

} // namespace auth
