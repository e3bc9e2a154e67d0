#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace timelines {

http::Reply get_markers(const http::Request& request, db::Tx& tx);
http::Reply post_markers(const http::Request& request, db::Tx& tx);

} // namespace timelines
