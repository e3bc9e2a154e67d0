#pragma once

#include "http/route.h"

namespace media {

// GET /media_proxy/KIND/ID/MARK: a picture of another server, from the copy that we have of it.
http::Reply get_copy(const http::Request& request, db::Database& database);

// Makes that copy where there is none.
extern const http::EdgeStep kHaveCopy;

} // namespace media
