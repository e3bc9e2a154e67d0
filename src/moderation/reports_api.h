#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace moderation {

http::Reply post_report(const http::Request& request, db::Tx& tx);

} // namespace moderation
