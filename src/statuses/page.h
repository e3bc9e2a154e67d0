#pragma once

#include "accounts/account.h"
#include "accounts/account_json.h"
#include "db/db.h"
#include "statuses/quote_policy.h"
#include "statuses/status.h"
#include "statuses/visibility.h"

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace statuses {

// What the viewer has done with a post that is no boost.
struct Marks {
    bool favourited = false, reblogged = false, bookmarked = false, muted = false, pinned = false;
};

// What is read of a post for every page that shows it: the rest is status_rendering.h's.
struct StatusRow : Status {
    std::int64_t revision = 0; // base/renderings.h.
    std::string boost_uri;     // Empty: no boost; or ours, derived.
    std::string boost_url;
    std::int64_t replies_count = 0;
    std::int64_t reblogs_count = 0;
    std::int64_t favourites_count = 0;
    std::int64_t quotes_count = 0;
    QuotePolicy quote_policy;
    std::optional<QuoteState> quote_state; // It quotes something.
    StatusId quoted;                       // 0: gone, or not known here.
    PollId poll;                           // 0: none.
    std::string author_username;
    std::string author_domain;
    bool author_is_suspended = false;
    Marks marks;
    bool mentions_viewer = false;            // Looked at where something depends on it: not of what anybody may see.
    relationships::Relation author_relation; // The viewer's; who follows whom only where something depends on it.
};

// Which lists leave out what the viewer has blocked or muted, and which only what they may not see.
enum class Wish { Allowed, Wanted };

// How a quote looks to a viewer. https://docs.joinmastodon.org/entities/Quote/
struct ShownQuote {
    std::string_view state;
    const StatusRow* quoted = nullptr; // Null: nothing of it may be shown.
};

// The statuses of one page with those that they boost and quote, what decides whether the viewer sees them, and what
// the viewer did with them: four queries at most, whatever the number of statuses.
class StatusPage {
public:
    StatusPage(db::Tx& tx, std::span<const StatusId> ids, const accounts::Account& viewer);

    // Null when it is not there.
    const StatusRow* row(StatusId id) const;
    // Whether it is there and the viewer may see it (and, for a boost, its original).
    bool shows(StatusId id, Wish wish = Wish::Allowed) const;
    // What `status`, which is no boost, quotes; nullopt: nothing.
    std::optional<ShownQuote> quote_of(const StatusRow& status) const;
    // Whether the viewer, who sees it, may quote it.
    Quoting quoting_of(const StatusRow& status) const;

    // Every status loaded, boosted and quoted ones included, and their authors, some more than once. Any order.
    const std::vector<StatusId>& all_statuses() const { return all_; }
    // Those of them that are no boosts: what a post has and what people did with it hangs on these.
    const std::vector<StatusId>& originals() const { return originals_; }
    const std::vector<accounts::AccountHead>& authors() const { return authors_; }

private:
    void load_rows(db::Tx& tx, std::span<const StatusId> ids);
    void load_originals(db::Tx& tx);
    void load_quoted(db::Tx& tx);
    void keep_companions(db::Tx& tx) const;
    bool shows_row(const StatusRow& row, Wish wish) const;

    AccountId viewer_;
    std::unordered_map<StatusId, StatusRow> rows_;
    std::vector<StatusId> all_;
    std::vector<StatusId> originals_;
    std::vector<accounts::AccountHead> authors_;
};

} // namespace statuses
