#pragma once

#include "accounts/account.h"
#include "accounts/interaction_policy.h"
#include "accounts/known_accounts.h"
#include "db/db.h"
#include "statuses/quote_policy.h"
#include "statuses/standings.h"
#include "statuses/status.h"
#include "statuses/visibility.h"

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace statuses {

// What is read of a post whenever it is shown, remembered while it stays as it is (base/remembered.h): the rest is
// status_rendering.h's.
struct StatusFacts : Status {
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
};

// The same for a viewer.
struct StatusRow : StatusFacts {
    std::string author_username = {};
    std::string author_domain = {};
    bool author_is_suspended = false;
    bool author_is_limited = false;
    Standing standing = {}; // The viewer's.
};

// Which lists leave out only what the viewer may not see, which what they have blocked or muted as well, and which,
// around a post, those whom nobody but their followers should meet: limited people, for all who are not limited. On
// pages of what strangers say stands only what is for everybody, and nothing of limited people.
enum class Wish { Allowed, Wanted, InThread, OnPublicPage };

// How a quote looks to a viewer. https://docs.joinmastodon.org/entities/Quote/
struct ShownQuote {
    std::string_view state;
    const StatusRow* quoted = nullptr; // Null: nothing of it may be shown.
};

// The statuses of one page with those that they boost and quote, what decides whether the viewer sees them, and what
// the viewer did with them: whatever the number of statuses, five queries at most, and four more where some are known
// from standings.h and some are not. None for what is remembered.
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

    // Every status loaded, boosted and quoted ones included, and their authors. Any order.
    const std::vector<StatusId>& all_statuses() const { return all_; }
    // Those of them that are no boosts: what a post has and what people did with it hangs on these.
    const std::vector<StatusId>& originals() const { return originals_; }
    const accounts::KnownAccounts& authors() const { return authors_; }
    // What they and the viewer are to each other.
    accounts::Acquaintances acquaintances() const;

private:
    void load_rows(db::Tx& tx, std::span<const StatusId> ids);
    void read_facts(db::Tx& tx, std::span<const StatusId> ids);
    void read_with_standings(db::Tx& tx, std::span<const StatusId> ids);
    void add(StatusFacts facts, const Standing& standing);
    void load_authors(db::Tx& tx);
    bool may_keep_standings(const db::Tx& tx) const;
    bool knows_standing(db::Tx& tx, StatusId id);
    void load_originals(db::Tx& tx);
    void load_quoted(db::Tx& tx);
    void keep_companions(db::Tx& tx) const;
    bool shows_row(const StatusRow& row, Wish wish) const;

    AccountId viewer_;
    bool viewer_is_limited_;
    std::int64_t standings_revision_;
    std::unordered_map<StatusId, Standing> standings_; // Those that need not be read.
    std::unordered_map<StatusId, StatusRow> rows_;
    std::vector<StatusId> all_;
    std::vector<StatusId> originals_;
    accounts::KnownAccounts authors_;
};

} // namespace statuses
