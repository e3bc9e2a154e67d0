#pragma once

#include "http/reply.h"
#include "http/route.h"

namespace statuses {

http::Reply get_object(const http::Request& request, db::Tx& tx);
http::Reply get_activity(const http::Request& request, db::Tx& tx);
http::Reply get_replies(const http::Request& request, db::Tx& tx);
http::Reply get_thread(const http::Request& request, db::Tx& tx);
http::Reply get_thread_items(const http::Request& request, db::Tx& tx);
http::Reply get_likes(const http::Request& request, db::Tx& tx);
http::Reply get_shares(const http::Request& request, db::Tx& tx);
http::Reply get_outbox(const http::Request& request, db::Tx& tx);
http::Reply get_quote_authorization(const http::Request& request, db::Tx& tx);
http::Reply get_featured(const http::Request& request, db::Tx& tx);

} // namespace statuses
