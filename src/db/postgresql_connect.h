#pragma once

#include "db/postgresql_cursor.h"

#include <chrono>
#include <memory>
#include <string>

namespace db {

// A session with the server of `url`, set up for us: read-only unless a transaction says otherwise, no statement over
// 30 seconds, no wait for a lock over `patience`. Throws Busy when it cannot be had.
std::unique_ptr<PGconn, PostgresqlClose> connect_postgresql(const std::string& url, std::chrono::milliseconds patience);

// A message of libpq, in one line.
std::string one_line(const char* message);

} // namespace db
