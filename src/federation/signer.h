#pragma once

#include "accounts/account.h"
#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace federation {

// Who elsewhere asks for a document, as the request's signature proves: what they may see is theirs to see. Nobody (id
// 0) without a signature, for one that proves nothing, for who is suspended or kept away, and for a key that we do not
// have: see signer_fetching.h for when it is asked for.
accounts::Account signer(const http::Request& request, db::Tx& tx);

// The same, for a document that may be for those alone who sign (federation.authorized_fetch).
// Errors, there: Unauthorized for nobody; Forbidden for a server that is kept away.
Result<accounts::Account> reader(const http::Request& request, db::Tx& tx);

// What somebody in particular was given, nobody else may be given out of a cache, and what everybody gets does not
// stand for what somebody in particular would.
http::Reply as_given_to(http::Reply reply, const accounts::Account& reader);

} // namespace federation
