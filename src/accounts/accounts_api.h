#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace accounts {

http::Reply get_account(const http::Request& request, db::Tx& tx);
http::Reply get_accounts(const http::Request& request, db::Tx& tx);
http::Reply get_lookup(const http::Request& request, db::Tx& tx);

} // namespace accounts
