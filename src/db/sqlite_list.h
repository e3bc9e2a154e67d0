#pragma once

#include "db/db.h"

#include <sqlite3.h>

namespace db {

// Gives a connection the table-valued functions ids(list) and texts(list), which PostgreSQL gets from a migration. A
// list is handed over as it is: nothing is written as text and parsed again.
void add_list_functions(sqlite3* connection);

// Binds a list of either kind, in a copy.
int bind_list(sqlite3_stmt* statement, int index, const Param& list);

} // namespace db
