#pragma once

#include "accounts/account.h"
#include "base/json.h"
#include "db/db.h"

#include <string>
#include <string_view>
#include <vector>

// People elsewhere, and what is to be sent to them.

struct TestRemote {
    std::string username = {}; // Empty: one that nobody else has.
    std::string domain = "remote.test";
    bool has_shared_inbox = true;
    bool is_suspended = false;
};
// Somebody elsewhere who can be written to: https://DOMAIN/users/NAME/inbox, and https://DOMAIN/inbox for all of them.
accounts::Account make_remote(db::Tx& tx, const TestRemote& wanted = {});

// A post of theirs, that we know of: https://DOMAIN/users/NAME/statuses/ID.
StatusId make_remote_status(db::Tx& tx, const accounts::Account& author, std::string_view text = "far away");

// "Like https://remote.test/inbox" for each delivery that waits, in the order in which they were queued and then of
// their inboxes.
std::vector<std::string> queued_deliveries(db::Tx& tx);
// How many of them are of low priority.
std::int64_t queued_low(db::Tx& tx);
// The newest document that is to be sent; null when there is none.
json::Value last_document(db::Tx& tx);
// Nothing waits any more.
void forget_deliveries(db::Tx& tx);
