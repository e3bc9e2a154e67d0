#pragma once

#include "db/db.h"
#include "http/reply.h"

namespace notifications {

http::Reply get_notifications(const http::Request& request, db::Tx& tx);
http::Reply get_notification(const http::Request& request, db::Tx& tx);
http::Reply get_unread_count(const http::Request& request, db::Tx& tx);
http::Reply post_dismiss(const http::Request& request, db::Tx& tx);
http::Reply post_clear(const http::Request& request, db::Tx& tx);

} // namespace notifications
