#pragma once

#include "http/reply.h"
#include "http/route.h"

#include <optional>

namespace http {

// Whether a token came along, good or bad: in the Authorization header, or as the parameter access_token or
// bearer_token.
bool has_token(const Request& request);

// Who is calling, as `needs` asks for it. Unauthorized, Forbidden or Invalid with Mastodon's words when that is not
// enough. `caller` is what the token stood for; its refusal when it was bad.
Result<Caller> admit(const Needs& needs, bool has_token, Result<Caller> caller);

// 401 with the WWW-Authenticate header that RFC 6750 wants.
Reply unauthorized(const base::Error& error);

} // namespace http
