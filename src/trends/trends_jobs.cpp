#include "trends/trends_jobs.h"

#include "trends/trends.h"

namespace trends {

void refresh_trends(const jobs::Arguments&, db::Tx& tx) { refresh(tx); }

} // namespace trends
