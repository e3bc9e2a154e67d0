#pragma once

#include "db/db.h"

namespace db {

// The server named by the configuration, over up to `connections` connections, opened when they are needed.
Result<std::unique_ptr<Database>> open_postgresql(const base::Context& context, int connections,
                                                  std::chrono::milliseconds patience);

} // namespace db
