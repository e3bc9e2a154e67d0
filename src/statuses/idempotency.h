#pragma once

#include "base/ids.h"
#include "db/db.h"

#include <optional>
#include <string>

// The key that a client sends along, so that a request that it sends twice posts once. It means something for an hour.
namespace statuses {

// What came of a request to post: one of both.
struct Posted {
    StatusId status = {};
    ScheduledStatusId scheduled = {};

    std::int64_t id() const { return status ? status.value : scheduled.value; }
};

// From now on `key` of `author` stands for `posted`, which is about to be written: nothing. Or what it stands for
// already. What was deleted since stands for nothing.
std::optional<Posted> claim_key(db::Tx& tx, AccountId author, const std::string& key, const Posted& posted);

// A scheduled status was published: its key stands for what was posted.
void pass_key_on(db::Tx& tx, AccountId author, const std::string& key, ScheduledStatusId from, StatusId to);

} // namespace statuses
