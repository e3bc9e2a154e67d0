#pragma once

#include "db/db.h"
#include "http/reply.h"

namespace notifications {

http::Reply get_groups(const http::Request& request, db::Tx& tx);
http::Reply get_group(const http::Request& request, db::Tx& tx);
http::Reply get_group_accounts(const http::Request& request, db::Tx& tx);
http::Reply get_unread_group_count(const http::Request& request, db::Tx& tx);
http::Reply post_dismiss_group(const http::Request& request, db::Tx& tx);

} // namespace notifications
