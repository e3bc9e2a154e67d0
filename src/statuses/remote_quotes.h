#pragma once

#include "accounts/account.h"
#include "base/result.h"
#include "db/db.h"
#include "federation/errand.h"
#include "jobs/jobs.h"
#include "statuses/note.h"
#include "statuses/quote_policy.h"
#include "statuses/status.h"

#include <span>
#include <vector>

// Quotes in posts of other servers.
namespace statuses {

// Keeps what a post says that it quotes. People quote themselves freely; for all else their word is not enough: what is
// said to be accepted by another server is asked for there, in the job `verify_quote`, and what quotes our people waits
// until they are asked.
void keep_quote(db::Tx& tx, const accounts::Account& author, StatusId status, const Note& note);
// The same when the post was changed: it may quote something else, or have been accepted meanwhile.
void refresh_quote(db::Tx& tx, const accounts::Account& author, StatusId status, const Note& note);

// Whom it says may quote it.
QuotePolicy quote_policy_of(db::Tx& tx, const accounts::Account& author, const Note& note);

// The job "verify_quote" {"status_id"}: fetches what is quoted, and what its server accepts it with.
void verify_quote(const jobs::Arguments& arguments, db::Database& database);

// Of posts that somebody opens, ours too, those that quote with a permission which was last seen a week ago.
std::vector<StatusId> quotes_to_check(db::Tx& tx, std::span<const StatusId> statuses);
// Each is looked at in a job, some time in the next six hours.
void check_quotes_later(db::Tx& tx, std::span<const StatusId> statuses);
// The job "check_quote" {"status_id"}: a quote whose permission is there no more is shown no longer.
void check_quote(const jobs::Arguments& arguments, db::Database& database);
// The same at once. Waits: never inside a transaction. Errors: Unavailable when the quoted author's server says
// nothing.
Result<> recheck_quote(federation::Errand& errand, StatusId status);

} // namespace statuses
