#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace search {

http::Reply get_directory(const http::Request& request, db::Tx& tx);
http::Reply get_suggestions(const http::Request& request, db::Tx& tx);
http::Reply get_suggestions_v1(const http::Request& request, db::Tx& tx);
http::Reply delete_suggestion(const http::Request& request, db::Tx& tx);

} // namespace search
