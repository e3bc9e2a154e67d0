#pragma once

#include "db/db.h"

#include <functional>
#include <string>
#include <vector>

// The steps in SQLite's plans of what `work` runs that read a whole table; empty when every
// list walks an index. On PostgreSQL, whose plans depend on how much there is: always empty.
std::vector<std::string> whole_table_steps(db::Tx& tx, const std::function<void()>& work);
