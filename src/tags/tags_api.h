#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace tags {

http::Reply get_tag(const http::Request& request, db::Tx& tx);
http::Reply post_follow(const http::Request& request, db::Tx& tx);
http::Reply post_unfollow(const http::Request& request, db::Tx& tx);
http::Reply post_feature(const http::Request& request, db::Tx& tx);
http::Reply post_unfeature(const http::Request& request, db::Tx& tx);
http::Reply get_followed_tags(const http::Request& request, db::Tx& tx);
http::Reply get_featured_tags(const http::Request& request, db::Tx& tx);
http::Reply post_featured_tag(const http::Request& request, db::Tx& tx);
http::Reply delete_featured_tag_by_id(const http::Request& request, db::Tx& tx);
http::Reply get_suggestions(const http::Request& request, db::Tx& tx);
http::Reply get_featured_tags_of(const http::Request& request, db::Tx& tx);
http::Reply get_featured_tags_collection(const http::Request& request, db::Tx& tx);

} // namespace tags
