#pragma once

#include "accounts/account.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "db/db.h"
#include "http/request.h"
#include "statuses/idempotency.h"
#include "statuses/posting.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

// Posts that wait for their time.
namespace statuses {

struct ScheduledStatus {
    ScheduledStatusId id;
    base::Time at;
    std::string params; // See scheduled_params.h.
};

struct NewSchedule {
    ScheduledStatusId id;
    std::string idempotency_key; // That it came with; may be empty.
};

// Keeps a draft, to post it at `at`. What the author's preferences say then goes for what the draft leaves open, and a
// poll in it counts from then.
// Effects: the job "publish_scheduled_status".
// Errors: as for posting it now; Invalid when `at` is too soon, and for too many in all or on one day.
Result<> schedule(db::Tx& tx, const accounts::Account& author, const Draft& draft, base::Time at,
                  const NewSchedule& as);

// One of `author`'s own: NotFound for others'.
Result<ScheduledStatus> find_scheduled(db::Tx& tx, AccountId author, ScheduledStatusId id);
// The newest first: by when they were scheduled, not by when they are due.
std::vector<ScheduledStatus> scheduled_page(db::Tx& tx, AccountId author, const http::Page& page);
// Errors: as schedule() has them for `at`.
Result<> reschedule(db::Tx& tx, AccountId author, ScheduledStatusId id, base::Time at);
Result<> cancel_scheduled(db::Tx& tx, AccountId author, ScheduledStatusId id);

// Posts it when it is due, and then it is no longer scheduled. One that cannot be posted (the post that it answers is
// gone) stays, so that its author finds what they wrote. Nothing when it is gone or was put off.
void publish_scheduled(db::Tx& tx, ScheduledStatusId id);

// https://docs.joinmastodon.org/entities/ScheduledStatus/, in order: two queries at most.
void write_scheduled(json::Writer& out, db::Tx& tx, std::span<const ScheduledStatus> statuses);
void write_scheduled(json::Writer& out, db::Tx& tx, const ScheduledStatus& status);

} // namespace statuses
