#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace search {

http::Reply get_search(const http::Request& request, db::Tx& tx);
http::Reply get_account_search(const http::Request& request, db::Tx& tx);

} // namespace search
