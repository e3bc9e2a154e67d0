#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

// Where other servers tell us things: the table of receivers is the application's, and so are these.
// https://www.w3.org/TR/activitypub/#inbox, https://www.w3.org/TR/activitypub/#shared-inbox-delivery
namespace app {

http::Reply post_shared_inbox(const http::Request& request, db::Database& database);
http::Reply post_personal_inbox(const http::Request& request, db::Database& database);

} // namespace app
