#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

#include <string>
#include <string_view>

namespace auth {

// Where a file of pages/ is served: "/assets/auth-0123456789abcdef.css" for "auth.css". The name changes with the file,
// so that browsers may keep it for ever.
const std::string& asset_path(std::string_view name);

// GET /assets/:name
http::Reply get_asset(const http::Request& request, db::Tx& tx);

} // namespace auth
