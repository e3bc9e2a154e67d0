#pragma once

#include "db/db.h"
#include "federation/errand.h"
#include "jobs/jobs.h"

#include <string>

// What others pass on of what somebody else wrote: whether it is true is asked where it comes from, and what is said
// there is what counts.
namespace statuses {

// What is said of it: that there is a new post (by a relay: then it is kept whomever it concerns), or that a post, or
// the permission to quote one, was changed or is gone.
enum class PassedOn { New, Relayed, Changed };

// Whether its own server should be asked.
bool is_worth_asking(db::Tx& tx, PassedOn what, const std::string& uri);

// Asks it. When it says nothing just now, the job "ask_origin" asks again, up to eight times within two hours; 60 such
// jobs an hour for servers under one registered name. Waits: never inside a transaction.
void ask_origin(federation::Errand& errand, PassedOn what, const std::string& uri);
void ask_origin_job(const jobs::Arguments& arguments, db::Database& database);

} // namespace statuses
