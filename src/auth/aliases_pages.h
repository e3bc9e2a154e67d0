#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace auth {

// Where somebody who is signed in says which other accounts are theirs, so that those can move here.
http::Reply get_aliases(const http::Request& request, db::Tx& tx);
// Adds `acct`.
http::Reply post_alias(const http::Request& request, db::Tx& tx);
// Removes `uri`.
http::Reply post_alias_removal(const http::Request& request, db::Tx& tx);

} // namespace auth
