#pragma once

#include "db/db.h"
#include "jobs/jobs.h"

namespace statuses {

// The job "fetch_status" {"uri", "depth"}: what a post answers. What cannot be had is left out.
void fetch_status_job(const jobs::Arguments& arguments, db::Database& database);

// The job "fetch_account_details" {"account_id"}: how many posts, followers and followed an account of another server
// has, whether it shows who these are, and what it keeps at the top of its profile: posts and hashtags.
void fetch_account_details(const jobs::Arguments& arguments, db::Database& database);

// The job "refresh_account" {"account_id"}: what an account of another server says of itself now. One that its server
// says is gone goes here, too.
void refresh_account(const jobs::Arguments& arguments, db::Database& database);

// The job "fetch_replies" {"status_id"}: what others answered to a post of another server, page by page.
void fetch_replies(const jobs::Arguments& arguments, db::Database& database);

} // namespace statuses
