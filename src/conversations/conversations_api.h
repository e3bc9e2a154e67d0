#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace conversations {

http::Reply get_conversations(const http::Request& request, db::Tx& tx);
http::Reply delete_conversation(const http::Request& request, db::Tx& tx);
http::Reply post_read(const http::Request& request, db::Tx& tx);
http::Reply post_unread(const http::Request& request, db::Tx& tx);

} // namespace conversations
