#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace auth {

http::Reply post_email_confirmation(const http::Request& request, db::Tx& tx);
http::Reply get_check_confirmation(const http::Request& request, db::Tx& tx);

} // namespace auth
