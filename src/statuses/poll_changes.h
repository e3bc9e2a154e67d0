#pragma once

#include "db/db.h"
#include "statuses/polls.h"

#include <optional>

namespace statuses {

// Makes the poll of an edited status (0: it had none) what `draft` says, which passed check_poll; without a draft it
// goes. A poll that is there already keeps its end when the draft says none. Other options, or another number of
// choices, forget all votes. An end that moves by less than a minute stays where it was, so that the same request sent
// twice changes nothing the second time. True when something changed. Effects: the job `close_poll` for a new end.
bool replace_poll(db::Tx& tx, StatusId status, PollId poll, const std::optional<PollDraft>& draft);

} // namespace statuses
