#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace auth {

// Where somebody who is signed in deletes their account: they say so with their password.
http::Reply get_delete_account(const http::Request& request, db::Tx& tx);
http::Reply post_delete_account(const http::Request& request, db::Database& database);

} // namespace auth
