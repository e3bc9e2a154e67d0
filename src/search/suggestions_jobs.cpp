#include "search/suggestions_jobs.h"

#include "search/suggestions.h"

namespace search {

void find_most_followed_job(const jobs::Arguments&, db::Tx& tx) { find_most_followed(tx); }

} // namespace search
