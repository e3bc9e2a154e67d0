#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "http/request.h"

namespace media {

// GET /system/KEY: a file of the local store, or a part of it.
http::Reply get_file(const http::Request& request, db::Tx& tx);

} // namespace media
