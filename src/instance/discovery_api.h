#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

// How other servers, and programs that count them, find out what is here.
namespace instance {

http::Reply get_nodeinfo_links(const http::Request& request, db::Tx& tx);
http::Reply get_nodeinfo(const http::Request& request, db::Tx& tx); // 2.0 and 2.1, as the path says.
http::Reply get_host_meta(const http::Request& request, db::Tx& tx);
http::Reply get_host_meta_json(const http::Request& request, db::Tx& tx);
http::Reply get_webfinger(const http::Request& request, db::Tx& tx);

} // namespace instance
