#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace auth {

// What somebody who is signed in can do with their account.
http::Reply get_settings(const http::Request& request, db::Tx& tx);

} // namespace auth
