#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace instance {

http::Reply get_privacy_policy(const http::Request& request, db::Tx& tx);
// The current ones, or those from :date on.
http::Reply get_terms_of_service(const http::Request& request, db::Tx& tx);

// The same as pages for people.
http::Reply get_privacy_policy_page(const http::Request& request, db::Tx& tx);
http::Reply get_terms_of_service_page(const http::Request& request, db::Tx& tx);

} // namespace instance
