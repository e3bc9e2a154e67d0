#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace instance {

http::Reply get_instance(const http::Request& request, db::Tx& tx);
http::Reply get_instance_v1(const http::Request& request, db::Tx& tx);
http::Reply get_rules(const http::Request& request, db::Tx& tx);
http::Reply get_extended_description(const http::Request& request, db::Tx& tx);
http::Reply get_peers(const http::Request& request, db::Tx& tx);
http::Reply get_peer_search(const http::Request& request, db::Tx& tx);
http::Reply get_translation_languages(const http::Request& request, db::Database& database);
http::Reply get_languages(const http::Request& request, db::Tx& tx);
http::Reply get_activity(const http::Request& request, db::Tx& tx);
http::Reply get_custom_emojis(const http::Request& request, db::Tx& tx);

} // namespace instance
