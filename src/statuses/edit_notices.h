#pragma once

#include "jobs/jobs.h"
#include "statuses/status.h"

namespace statuses {

// Tells our people who boosted or quote a post that it was edited: the first few hundred at once, the others by the job
// "tell_of_edit", so that a post that everybody knows does not keep everybody from writing.
void tell_of_edit(db::Tx& tx, const Status& status);

// {"status_id", "after_boost", "after_quote"}: who boosted and who quotes it after those, a portion each. Queues the
// next portions with the same transaction, so that an end in the middle loses and repeats nothing.
void tell_of_edit_job(const jobs::Arguments& arguments, db::Tx& tx);

} // namespace statuses
