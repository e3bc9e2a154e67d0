#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace relationships {

http::Reply get_domain_blocks(const http::Request& request, db::Tx& tx);
http::Reply get_domain_block_preview(const http::Request& request, db::Tx& tx);
http::Reply post_domain_block(const http::Request& request, db::Tx& tx);
http::Reply delete_domain_block(const http::Request& request, db::Tx& tx);

} // namespace relationships
