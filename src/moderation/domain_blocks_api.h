#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace moderation {

// What this server tells of its domain blocks.
http::Reply get_public_domain_blocks(const http::Request& request, db::Tx& tx);

// For those who may manage federation.
http::Reply get_domain_blocks(const http::Request& request, db::Tx& tx);
http::Reply get_domain_block(const http::Request& request, db::Tx& tx);
http::Reply post_domain_block(const http::Request& request, db::Tx& tx);
http::Reply put_domain_block(const http::Request& request, db::Tx& tx);
http::Reply delete_domain_block(const http::Request& request, db::Tx& tx);

http::Reply get_domain_allows(const http::Request& request, db::Tx& tx);
http::Reply get_domain_allow(const http::Request& request, db::Tx& tx);
http::Reply post_domain_allow(const http::Request& request, db::Tx& tx);
http::Reply delete_domain_allow(const http::Request& request, db::Tx& tx);

} // namespace moderation
