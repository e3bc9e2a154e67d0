#pragma once

#include "jobs/jobs.h"

namespace media {

// Removes the files named by "keys" from the store.
void remove_media_files_before(const jobs::Arguments& arguments, const base::Context& context);
void remove_media_files(const jobs::Arguments& arguments, db::Tx& tx);
// Forgets what was uploaded a day ago and never posted.
void remove_unposted_media(const jobs::Arguments& arguments, db::Tx& tx);

} // namespace media
