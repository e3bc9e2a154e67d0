#pragma once

#include "accounts/account.h"
#include "base/clock.h"
#include "base/result.h"
#include "db/db.h"
#include "statuses/idempotency.h"
#include "statuses/posting.h"

#include <optional>
#include <string>

namespace statuses {

// A request to post, once, now or later.
struct Submission {
    Draft draft;
    std::optional<base::Time> scheduled_at; // A time that is past is now.
    std::string idempotency_key;            // Within an hour, a second one with the same key is the first's post.
};

// Posts or schedules it, unless that was done already: see post() and schedule().
Result<Posted> submit(db::Tx& tx, const accounts::Account& author, const Submission& submission);

} // namespace statuses
