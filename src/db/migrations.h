#pragma once

#include "db/db.h"

#include <string>
#include <vector>

namespace db {

// The numbered files of migrations/, in the binary, that this database has not seen. Oldest first.
std::vector<std::string> pending_migrations(Database& database);

// Applies them, each in its own transaction together with its row in schema_migrations, under a lock that lets one
// process do it while others wait. Refuses a database that a newer Akebono has migrated, and says which version is
// needed. Returns the names of those applied.
Result<std::vector<std::string>> migrate(Database& database);

} // namespace db
