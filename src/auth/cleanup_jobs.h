#pragma once

#include "db/db.h"
#include "jobs/jobs.h"

namespace auth {

// Forgets what nobody can use any more: old sessions, codes, and tokens that were revoked a while ago.
void clean_up_auth(const jobs::Arguments& arguments, db::Tx& tx);

} // namespace auth
