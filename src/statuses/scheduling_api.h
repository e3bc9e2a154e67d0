#pragma once

#include "db/db.h"
#include "http/reply.h"
#include "statuses/idempotency.h"

namespace statuses {

// The caller's own, as an entity.
http::Reply scheduled_reply(const http::Request& request, db::Tx& tx, ScheduledStatusId id);

} // namespace statuses
