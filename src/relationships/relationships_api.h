#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace relationships {

http::Reply get_relationships(const http::Request& request, db::Tx& tx);

http::Reply get_familiar_followers(const http::Request& request, db::Tx& tx);
http::Reply get_identity_proofs(const http::Request& request, db::Tx& tx);
http::Reply post_note(const http::Request& request, db::Tx& tx);
http::Reply post_endorse(const http::Request& request, db::Tx& tx);
http::Reply post_unendorse(const http::Request& request, db::Tx& tx);

http::Reply post_follow(const http::Request& request, db::Tx& tx);
http::Reply post_unfollow(const http::Request& request, db::Tx& tx);
http::Reply post_remove_from_followers(const http::Request& request, db::Tx& tx);
http::Reply post_authorize_follow_request(const http::Request& request, db::Tx& tx);
http::Reply post_reject_follow_request(const http::Request& request, db::Tx& tx);

http::Reply post_block(const http::Request& request, db::Tx& tx);
http::Reply post_unblock(const http::Request& request, db::Tx& tx);
http::Reply post_mute(const http::Request& request, db::Tx& tx);
http::Reply post_unmute(const http::Request& request, db::Tx& tx);

} // namespace relationships
