#include "db/postgresql.h"

namespace db {

Result<std::unique_ptr<Database>> open_postgresql(const base::Context&, int, std::chrono::milliseconds) {
    return base::refuse(base::Refusal::Unavailable, "This build has no PostgreSQL yet");
}

} // namespace db
