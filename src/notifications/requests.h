#pragma once

#include "base/clock.h"
#include "base/ids.h"
#include "db/db.h"
#include "http/request.h"

#include <optional>
#include <span>
#include <vector>

// People whose mentions the reader's policy held back: let them through, or put them away.
namespace notifications {

using RequestId = base::Id<struct NotificationRequestTag>;

struct Asking {
    RequestId id;
    AccountId from;
    base::Time created_at;
    base::Time updated_at;
    std::int64_t count = 0; // Mentions held back, counted up to 100.
    StatusId last_status;   // The newest of them.
};

// A mention by `from` was held back. One request for each person, however often they mention the reader.
void ask(db::Tx& tx, AccountId reader, AccountId from);

// Newest first. Not from suspended people, and nobody of whom nothing is held back any more.
std::vector<Asking> page_of_requests(db::Tx& tx, AccountId reader, const http::Page& page);
std::optional<Asking> find_request(db::Tx& tx, AccountId reader, RequestId id);

// From now on these people are told of whatever the policy says, and so is all that was held back from them. Ids that
// are not the reader's are passed over. How many there were.
// Effects: what they wrote privately is in the reader's conversations; a `notifications_merged` event to those who
// listen.
std::int64_t accept_requests(db::Tx& tx, AccountId reader, std::span<const RequestId> ids);
// Deletes what was held back from them. They may ask again.
std::int64_t dismiss_requests(db::Tx& tx, AccountId reader, std::span<const RequestId> ids);

// Takes back the request of one person, or all of them, with what was decided about that person before.
void forget_request(db::Tx& tx, AccountId reader, AccountId from);
void forget_requests(db::Tx& tx, AccountId reader);

// Counted up to 100 requests, and 100 mentions of each.
struct Pending {
    std::int64_t requests = 0;
    std::int64_t notifications = 0;
};
Pending pending_of(db::Tx& tx, AccountId reader);

} // namespace notifications
