#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace instance {

http::Reply get_announcements(const http::Request& request, db::Tx& tx);
http::Reply post_dismiss_announcement(const http::Request& request, db::Tx& tx);
http::Reply put_announcement_reaction(const http::Request& request, db::Tx& tx);
http::Reply delete_announcement_reaction(const http::Request& request, db::Tx& tx);

} // namespace instance
