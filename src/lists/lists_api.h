#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace lists {

http::Reply get_lists(const http::Request& request, db::Tx& tx);
http::Reply get_list(const http::Request& request, db::Tx& tx);
http::Reply post_list(const http::Request& request, db::Tx& tx);
http::Reply put_list(const http::Request& request, db::Tx& tx);
http::Reply delete_list_by_id(const http::Request& request, db::Tx& tx);
http::Reply get_members(const http::Request& request, db::Tx& tx);
http::Reply post_members(const http::Request& request, db::Tx& tx);
http::Reply delete_members(const http::Request& request, db::Tx& tx);
http::Reply get_lists_with(const http::Request& request, db::Tx& tx);

} // namespace lists
