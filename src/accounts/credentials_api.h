#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace accounts {

http::Reply get_verify_credentials(const http::Request& request, db::Tx& tx);
http::Reply patch_update_credentials(const http::Request& request, db::Database& database);
http::Reply get_profile(const http::Request& request, db::Tx& tx);
http::Reply patch_profile(const http::Request& request, db::Database& database);
http::Reply delete_profile_avatar(const http::Request& request, db::Tx& tx);
http::Reply delete_profile_header(const http::Request& request, db::Tx& tx);
http::Reply get_preferences(const http::Request& request, db::Tx& tx);

} // namespace accounts
