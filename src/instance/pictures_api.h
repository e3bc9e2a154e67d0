#pragma once

#include "http/reply.h"
#include "http/request.h"

namespace db {
class Database;
}

namespace instance {

// The pictures that stand where nobody has chosen one, by their path.
http::Reply get_picture(const http::Request& request, db::Database& database);

} // namespace instance
