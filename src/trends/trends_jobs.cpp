#include "trends/trends_jobs.h"

#include "trends/trends.h"

namespace trends {

void refresh_trends(const jobs::Arguments&, db::Database& database) {
    std::vector<Finding> found;
    database.read([&](db::Tx& tx) { found = look(tx); });
    database.write([&](db::Tx& tx) { keep(tx, found); });
}

} // namespace trends
