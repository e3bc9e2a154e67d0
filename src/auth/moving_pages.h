#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace auth {

// Where somebody who is signed in moves to another account: what they have done so far, and the form that takes their
// followers along.
http::Reply get_migration(const http::Request& request, db::Tx& tx);
// To `acct`, by their password.
http::Reply post_migration(const http::Request& request, db::Database& database);

// The same without followers.
http::Reply get_new_redirect(const http::Request& request, db::Tx& tx);
// DELETE, or _method=delete, takes back where they have moved to.
http::Reply post_redirect(const http::Request& request, db::Database& database);

} // namespace auth
