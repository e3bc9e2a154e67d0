#pragma once

#include "base/result.h"
#include "db/db.h"
#include "http/request.h"

namespace auth {

// Who shows this bearer token: in the Authorization header, or as the parameter access_token. Nobody (id 0) without
// one; an application of its own has an `application` and no `account`. Unauthorized when the token is none of ours or
// revoked. A user who may not use the API (any more) is found, and `barred`. Cookies do not count: a page elsewhere
// could make a browser send them.
Result<http::Caller> authenticate(const http::Request& request, db::Tx& tx);

} // namespace auth
