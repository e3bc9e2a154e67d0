#pragma once

#include "base/file.h"
#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace media {

// GET /system/KEY: a file of the local store, or a part of it; the way to where it is when there is another store.
http::Reply get_file(const http::Request& request, db::Database& database);

// The way to where it is.
http::Reply lead_to_file(const base::Context& context, const std::string& key);
// A file that never changes, or the part of it that is asked for.
http::Reply reply_with_file(const http::Request& request, base::File file, const std::string& key);

} // namespace media
