#pragma once

#include "http/reply.h"
#include "http/route.h"

namespace relationships {

http::Reply get_followers_collection(const http::Request& request, db::Tx& tx);
http::Reply get_followers_synchronization(const http::Request& request, db::Tx& tx);
http::Reply get_following_collection(const http::Request& request, db::Tx& tx);

} // namespace relationships
