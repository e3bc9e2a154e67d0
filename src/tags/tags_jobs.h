#pragma once

#include "db/db.h"
#include "jobs/jobs.h"

namespace tags {

// The scheduled job "delete_tag_history": forgets how much tags were used long ago, a batch a run.
void delete_tag_history(const jobs::Arguments& arguments, db::Tx& tx);

} // namespace tags
