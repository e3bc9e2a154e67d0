#pragma once

#include "accounts/account.h"
#include "base/result.h"
#include "http/reply.h"
#include "http/route.h"

#include <string_view>

namespace accounts {

http::Reply get_actor(const http::Request& request, db::Database& database);
http::Reply get_instance_actor(const http::Request& request, db::Database& database);
http::Reply get_instance_outbox(const http::Request& request, db::Tx& tx);

} // namespace accounts
