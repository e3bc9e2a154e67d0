#pragma once

#include "jobs/jobs.h"

namespace relationships {

// Of {"account_id"}, somebody elsewhere, whose server lists at {"url"} who of ours follows them: who does not stand
// there follows them no longer, and who stands there and does not follow them says so. Where the list cannot be had as
// a whole nothing happens. https://codeberg.org/fediverse/fep/src/branch/main/fep/8fcf/fep-8fcf.md
void synchronize_followers(const jobs::Arguments& arguments, db::Database& database);

} // namespace relationships
