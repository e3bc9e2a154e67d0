#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"
#include "http/route.h"

// Where another site sends somebody of ours who wants to follow or answer what they see there.
namespace auth {

bool asks_for_something(const http::Request& request);
bool must_look_up(const http::Request& request, db::Tx& tx);
void look_up(const http::Request& request, db::Database& database);
inline constexpr http::EdgeStep kLookUp{asks_for_something, must_look_up, look_up};

// What `uri`, a handle or an address, stands for, for who is signed in: an account to follow, or a post.
http::Reply get_authorize_interaction(const http::Request& request, db::Tx& tx);
// Follows it.
http::Reply post_authorize_interaction(const http::Request& request, db::Tx& tx);
// The older address of the same.
http::Reply get_authorize_follow(const http::Request& request, db::Tx& tx);

} // namespace auth
