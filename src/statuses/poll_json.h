#pragma once

#include "base/clock.h"
#include "base/json.h"
#include "db/db.h"
#include "instance/custom_emojis.h"

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace statuses {

// The Poll entities of a page, as one viewer (0: nobody) sees them. Two queries at most, none for no polls.
// https://docs.joinmastodon.org/entities/Poll/
class PollEntities {
public:
    PollEntities(db::Tx& tx, std::span<const PollId> ids, AccountId viewer);

    bool has(PollId id) const { return polls_.contains(id); }
    // The texts of its options; empty when it is not there.
    std::vector<std::string_view> titles(PollId id) const;
    // Whoever writes the page loads the emojis of all of it.
    void want_emojis(instance::EmojiEntities& emojis) const;
    // One JSON object; `id` must be there.
    void write(json::Writer& out, PollId id, const instance::EmojiEntities& emojis) const;

private:
    struct Option {
        std::string title;
        std::int64_t votes = 0;
    };
    struct Poll {
        AccountId author;
        std::string author_domain;
        bool is_multiple = false;
        bool hides_totals = false;
        std::optional<base::Time> expires_at;
        std::int64_t voters = 0;
        std::vector<Option> options;
        std::vector<int> own_votes;
    };

    void load_polls(db::Tx& tx, std::span<const PollId> ids);
    void load_own_votes(db::Tx& tx, std::span<const PollId> ids);

    AccountId viewer_;
    base::Time now_;
    std::unordered_map<PollId, Poll> polls_;
};

} // namespace statuses
