#pragma once

#include "db/db.h"
#include "jobs/jobs.h"

namespace cards {

// The job "fetch_card" {"card_id", "tries"}: what a page that posts link to says of itself.
void fetch_card(const jobs::Arguments& arguments, db::Database& database);

void delete_unused_cards_job(const jobs::Arguments& arguments, db::Tx& tx);

} // namespace cards
