#pragma once

#include "db/db.h"

// The counts that stand under a status, kept right by whoever changes what they count.
namespace statuses {

void count_replies(db::Tx& tx, StatusId status, int change);
void count_reblogs(db::Tx& tx, StatusId status, int change);
void count_quotes(db::Tx& tx, StatusId status, int change);
void count_favourites(db::Tx& tx, StatusId status, int change);

} // namespace statuses
