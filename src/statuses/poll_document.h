#pragma once

#include "base/clock.h"
#include "base/json.h"
#include "db/db.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace statuses {

// What makes a Question of a Note: the polls of a page, in one query, or none for no polls.
class PollDocuments {
public:
    void load(db::Tx& tx, std::span<const PollId> ids);

    bool has(PollId id) const { return polls_.contains(id); }
    std::vector<std::string_view> titles(PollId id) const;
    // Members of an object that somebody else began: endTime, closed, votersCount, oneOf or anyOf. How many voted for
    // what is left out while the poll hides it.
    void write_members(json::Writer& out, PollId id) const;

private:
    struct Option {
        std::string title;
        std::int64_t votes = 0;
    };
    struct Poll {
        bool is_multiple = false;
        bool hides_totals = false;
        std::optional<base::Time> expires_at;
        std::int64_t voters = 0;
        std::vector<Option> options;
    };

    void write_option(json::Writer& out, const Option& option, bool shows_votes) const;

    base::Time now_{};
    std::unordered_map<PollId, Poll> polls_;
};

} // namespace statuses
