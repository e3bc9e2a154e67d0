#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace collections {

http::Reply get_featured_collections(const http::Request& request, db::Tx& tx);
http::Reply get_collection_document(const http::Request& request, db::Tx& tx);
http::Reply get_collection_page(const http::Request& request, db::Tx& tx);
http::Reply get_item_document(const http::Request& request, db::Tx& tx);
http::Reply get_authorization(const http::Request& request, db::Tx& tx);

} // namespace collections
