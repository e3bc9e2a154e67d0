#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace auth {

// https://docs.joinmastodon.org/methods/oauth/#authorize
// Its transaction writes: who has agreed before is sent on with a code at once.
http::Reply get_authorize(const http::Request& request, db::Tx& tx);
// The answer of the consent page: the parameters of the question again, and `decision`. DELETE, or _method=delete, is a
// no.
http::Reply post_authorize(const http::Request& request, db::Tx& tx);
http::Reply get_native_code(const http::Request& request, db::Tx& tx);

} // namespace auth
