#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace collections {

http::Reply get_collections_of(const http::Request& request, db::Tx& tx);
http::Reply get_collections_with(const http::Request& request, db::Tx& tx);
http::Reply post_collection(const http::Request& request, db::Tx& tx);
http::Reply get_collection(const http::Request& request, db::Tx& tx);
http::Reply patch_collection(const http::Request& request, db::Tx& tx);
http::Reply delete_collection_by_id(const http::Request& request, db::Tx& tx);
http::Reply post_item(const http::Request& request, db::Tx& tx);
http::Reply delete_item(const http::Request& request, db::Tx& tx);
http::Reply post_revoke_item(const http::Request& request, db::Tx& tx);

} // namespace collections
