#pragma once

#include "accounts/account.h"
#include "base/result.h"
#include "db/db.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace statuses {

// A question with a few answers, as part of a post.
struct PollDraft {
    std::vector<std::string> options;
    std::chrono::seconds expires_in{0};
    bool is_multiple = false;
    bool hides_totals = false;
};

// What was written into the fields of a poll's options: without the space around each, and without those left blank.
std::vector<std::string> written_options(std::vector<std::string> fields);

// Invalid for too few, too many, empty, too long or equal options.
Result<> check_poll_options(const PollDraft& draft);
// The same, and for a time that is too short or too long.
Result<> check_poll(const PollDraft& draft);

// Adds a poll that passed check_poll to a new status.
// Effects: the job `close_poll` when it ends.
PollId insert_poll(db::Tx& tx, StatusId status, const PollDraft& draft);

void insert_poll_options(db::Tx& tx, PollId poll, const PollDraft& draft);
// The titles of its options, in their order.
std::vector<std::string> poll_options(db::Tx& tx, PollId poll);

// The status that a poll belongs to, when `viewer` may see it; else NotFound.
Result<StatusId> find_status_of_poll(db::Tx& tx, PollId id, const accounts::Account& viewer);

// Counts the choices (positions from 0) of `account`. Invalid when the poll has ended, is one's own, has no such
// option, takes one choice only, or has this account's vote already. The caller has seen that the account may see it.
// Effects: other servers hear the new counts of a poll of ours a little later, in the job `send_tally`; the votes of
// ours go to the server of a poll from elsewhere.
Result<> vote(db::Tx& tx, const accounts::Account& account, PollId id, const std::vector<int>& choices);
// One more choice of somebody who has voted, where several may be made.
Result<> add_choice(db::Tx& tx, const accounts::Account& account, PollId id, int choice);

} // namespace statuses
