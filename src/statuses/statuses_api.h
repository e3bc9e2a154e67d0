#pragma once

#include "db/db.h"
#include "http/reply.h"

namespace statuses {

http::Reply post_status(const http::Request& request, db::Tx& tx);
http::Reply get_status(const http::Request& request, db::Tx& tx);
http::Reply get_statuses(const http::Request& request, db::Tx& tx);
http::Reply delete_status_by_id(const http::Request& request, db::Tx& tx);
http::Reply put_status(const http::Request& request, db::Tx& tx);
http::Reply get_history(const http::Request& request, db::Tx& tx);
http::Reply get_source(const http::Request& request, db::Tx& tx);
http::Reply post_translate(const http::Request& request, db::Database& database);
http::Reply get_context(const http::Request& request, db::Tx& tx);
http::Reply get_async_refresh(const http::Request& request, db::Tx& tx);

http::Reply get_favourited_by(const http::Request& request, db::Tx& tx);
http::Reply get_reblogged_by(const http::Request& request, db::Tx& tx);

http::Reply get_quotes(const http::Request& request, db::Tx& tx);
http::Reply post_revoke_quote(const http::Request& request, db::Tx& tx);
http::Reply put_interaction_policy(const http::Request& request, db::Tx& tx);

http::Reply post_favourite(const http::Request& request, db::Tx& tx);
http::Reply post_unfavourite(const http::Request& request, db::Tx& tx);
http::Reply post_reblog(const http::Request& request, db::Tx& tx);
http::Reply post_unreblog(const http::Request& request, db::Tx& tx);
http::Reply post_bookmark(const http::Request& request, db::Tx& tx);
http::Reply post_unbookmark(const http::Request& request, db::Tx& tx);
http::Reply post_pin(const http::Request& request, db::Tx& tx);
http::Reply post_unpin(const http::Request& request, db::Tx& tx);
http::Reply post_mute_conversation(const http::Request& request, db::Tx& tx);
http::Reply post_unmute_conversation(const http::Request& request, db::Tx& tx);

http::Reply get_scheduled_statuses(const http::Request& request, db::Tx& tx);
http::Reply get_scheduled_status(const http::Request& request, db::Tx& tx);
http::Reply put_scheduled_status(const http::Request& request, db::Tx& tx);
http::Reply delete_scheduled_status(const http::Request& request, db::Tx& tx);

http::Reply get_poll(const http::Request& request, db::Tx& tx);
http::Reply post_votes(const http::Request& request, db::Tx& tx);

} // namespace statuses
