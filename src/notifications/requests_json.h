#pragma once

#include "accounts/account.h"
#include "base/json.h"
#include "db/db.h"
#include "notifications/requests.h"

#include <span>

// NotificationRequest entities. https://docs.joinmastodon.org/entities/NotificationRequest/
namespace notifications {

// An array in the order of `all`. The number of queries does not depend on the number of requests.
void write_requests(json::Writer& out, db::Tx& tx, std::span<const Asking> all, const accounts::Account& reader);
void write_request(json::Writer& out, db::Tx& tx, const Asking& asking, const accounts::Account& reader);

} // namespace notifications
