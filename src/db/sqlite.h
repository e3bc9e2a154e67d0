#pragma once

#include "db/db.h"

namespace db {

// The file named by the configuration, in WAL mode: `readers` connections that only read, and one that writes.
// It is created when it is missing, with its folder, readable by its owner only.
Result<std::unique_ptr<Database>> open_sqlite(const base::Context& context, int readers,
                                              std::chrono::milliseconds patience);

} // namespace db
