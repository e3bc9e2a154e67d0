#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace media {

http::Reply post_media(const http::Request& request, db::Database& database);
http::Reply post_media_v1(const http::Request& request, db::Database& database);
http::Reply get_media(const http::Request& request, db::Tx& tx);
http::Reply put_media(const http::Request& request, db::Database& database);
http::Reply delete_media(const http::Request& request, db::Tx& tx);

} // namespace media
