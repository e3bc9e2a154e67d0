#pragma once

#include "db/db.h"
#include "http/reply.h"

namespace notifications {

http::Reply get_policy(const http::Request& request, db::Tx& tx);
http::Reply patch_policy(const http::Request& request, db::Tx& tx);
http::Reply get_policy_v1(const http::Request& request, db::Tx& tx);
http::Reply patch_policy_v1(const http::Request& request, db::Tx& tx);

} // namespace notifications
