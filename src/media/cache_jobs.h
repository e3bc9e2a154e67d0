#pragma once

#include "jobs/jobs.h"

namespace media {

// Makes a copy of an attachment's picture, before anybody looks at it. "id": the attachment's.
void copy_picture(const jobs::Arguments& arguments, db::Database& database);
// The same of a film or sound, when somebody has asked for it: once, however often they ask until it is there.
void copy_film_soon(db::Tx& tx, MediaId attachment);
// Only a few at once: one that finds no turn comes again.
void copy_film_job(const jobs::Arguments& arguments, db::Database& database);
void copy_film_again(const jobs::Arguments& arguments, db::Tx& tx);
// Removes the copies that nobody has seen for media.remote_days.
void remove_unseen_copies(const jobs::Arguments& arguments, db::Database& database);
// Removes what was on its way when a process ended, and forgets old failures.
void tidy_copies(const jobs::Arguments& arguments, db::Database& database);

} // namespace media
