#pragma once

#include "base/clock.h"
#include "base/json.h"
#include "db/db.h"
#include "statuses/status.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// Polls of other servers: they count, we show.
namespace statuses {

struct RemotePoll {
    struct Option {
        std::string title;
        std::int64_t votes = 0;
    };
    std::vector<Option> options;
    bool is_multiple = false;
    std::optional<base::Time> ends_at;
    bool is_closed = false;
    std::optional<std::int64_t> voters;
};

// nullopt for what is no question, or has fewer than two choices. At most 500 of them are read.
std::optional<RemotePoll> read_poll(const json::Object& document);

// The poll of a status (0: it has none yet) is this from now on, with its counts. Whether it asks something else than
// before: then what was voted here is forgotten. Effects: the job `close_poll` when it ends.
bool keep_poll(db::Tx& tx, StatusId status, PollId poll, const std::optional<RemotePoll>& remote);
// Of a poll that asks the same, its counts and its end; of another nothing. Effects: the job, too.
void keep_poll_counts(db::Tx& tx, PollId poll, const RemotePoll& remote);

} // namespace statuses
