#include "statuses/page.h"

#include "statuses/lookup.h"

#include <algorithm>

namespace statuses {

namespace {

StatusRow read_row(const db::Rows& rows) {
    StatusRow row;
    static_cast<Status&>(row) = read_status(rows);
    row.revision = rows.integer(10);
    row.boost_uri = rows.text(11);
    row.boost_url = rows.text(12);
    row.replies_count = rows.integer(13);
    row.reblogs_count = rows.integer(14);
    row.favourites_count = rows.integer(15);
    row.quotes_count = rows.integer(16);
    row.author_username = rows.text(17);
    row.author_domain = rows.text(18);
    row.author_is_suspended = rows.boolean(19);
    row.poll = rows.id<PollId>(20);
    row.quote_policy = QuotePolicy(rows.integer(21));
    if (!rows.is_null(22)) row.quote_state = static_cast<QuoteState>(rows.small(22));
    row.quoted = rows.id<StatusId>(23);
    return row;
}
constexpr int kRowColumns = 24;
constexpr int kViewersFirst = kRowColumns + accounts::kHeadColumnCount;

void read_viewers(StatusRow& row, const db::Rows& rows) {
    row.marks = {.favourited = rows.boolean(kViewersFirst),
                 .reblogged = rows.boolean(kViewersFirst + 1),
                 .bookmarked = rows.boolean(kViewersFirst + 2),
                 .muted = rows.boolean(kViewersFirst + 3),
                 .pinned = rows.boolean(kViewersFirst + 4)};
    row.mentions_viewer = rows.boolean(kViewersFirst + 5);
    row.author_relation = relationships::read_relation(rows, kViewersFirst + 6);
}

constexpr std::string_view kColumns = R"(,
    s.revision, case when s.reblog_of_id is not null then s.uri end, case when s.reblog_of_id is not null then s.url end,
    t.replies_count, t.reblogs_count, t.favourites_count, t.quotes_count, a.username, a.domain,
    a.suspended_at is not null, s.poll_id, s.quote_policy, q.state, q.quoted_status_id,)";
constexpr std::string_view kJoins = R"(
    join statuses s on s.id = l.value
    join accounts a on a.id = s.account_id
    left join status_stats t on t.status_id = s.id
    left join quotes q on q.status_id = s.id)";

// What is between the viewer $1 and each: a key that is null where nothing depends on the row spares the search for it.
constexpr std::string_view kViewerColumns = R"(,
    mf.account_id is not null, mr.account_id is not null, mb.account_id is not null, mc.account_id is not null,
    case when s.account_id = $1 then exists (select 1 from status_pins p where p.status_id = s.id) else false end,
    case when s.visibility >= 2
         then exists (select 1 from mentions m where m.status_id = s.id and m.account_id = $1) else false end,)";
constexpr std::string_view kViewerJoins = R"(
    left join favourites mf on mf.status_id = case when s.reblog_of_id is null then s.id end and mf.account_id = $1
    left join statuses mr on mr.reblog_of_id = case when s.reblog_of_id is null then s.id end and mr.account_id = $1
    left join bookmarks mb on mb.status_id = case when s.reblog_of_id is null then s.id end and mb.account_id = $1
    left join conversation_mutes mc on mc.account_id = $1
         and mc.conversation_id = case when s.reblog_of_id is null then s.conversation_id end
    left join follows f on f.account_id = $1
         and f.target_account_id = case when s.visibility = 2 or s.quote_policy <> 0 then s.account_id end
    left join follows g on g.target_account_id = $1
         and g.account_id = case when s.quote_policy <> 0 then s.account_id end)";

std::string columns() {
    return "select " + std::string(kStatusColumns) + std::string(kColumns) + std::string(accounts::kHeadColumns);
}
std::string joins() { return std::string(kJoins) + std::string(accounts::kHeadJoin); }

std::string sql_for_anybody() { return columns() + " from ids($1) l" + joins(); }

std::string sql_for_viewer() {
    return columns() + std::string(kViewerColumns) + std::string(relationships::kRelationColumns) + " from ids($3) l"
           + joins() + std::string(kViewerJoins) + std::string(relationships::kHidingJoins);
}

template <typename IdType>
void keep_distinct(std::vector<IdType>& ids) {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

// The original, what that quotes, and what that quotes: a chain may be longer, and may come back to where it began.
constexpr std::size_t kMaxCompanions = 3;
constexpr std::int64_t kNoRevision = 0; // Companions are only a guess.

// With those that were needed beside them when they were shown of late: one statement instead of two.
std::vector<StatusId> with_companions(db::Tx& tx, std::span<const StatusId> ids) {
    std::vector<StatusId> all(ids.begin(), ids.end());
    auto& kept = tx.context().renderings.companions;
    for (std::size_t i = 0; i < all.size(); ++i) { // Of companions, too: a boost's original may quote.
        if (const auto companion = kept.find(all[i].value, kNoRevision, tx.now())) all.push_back(companion->id);
        if (all.size() > kMaxCompanions * ids.size()) break;
    }
    return all;
}

} // namespace

StatusPage::StatusPage(db::Tx& tx, std::span<const StatusId> ids, const accounts::Account& viewer)
    : viewer_(viewer.id) {
    if (ids.empty()) return;
    auto wanted = with_companions(tx, ids);
    keep_distinct(wanted);
    load_rows(tx, wanted);
    load_originals(tx);
    load_quoted(tx); // What is quoted,
    load_quoted(tx); // and what that quotes: of it only whether it is there is shown.
    keep_companions(tx);
}

void StatusPage::load_rows(db::Tx& tx, std::span<const StatusId> ids) {
    static const std::string kForAnybody = sql_for_anybody(), kForViewer = sql_for_viewer();
    auto rows = viewer_ ? tx.query(kForViewer, {viewer_, tx.now(), ids}) : tx.query(kForAnybody, {ids});
    while (rows.next()) {
        StatusRow row = read_row(rows);
        if (viewer_) read_viewers(row, rows);
        all_.push_back(row.id);
        if (!row.reblog_of) originals_.push_back(row.id);
        authors_.push_back(accounts::read_head(rows, kRowColumns));
        rows_.insert_or_assign(row.id, std::move(row));
    }
}

void StatusPage::keep_companions(db::Tx& tx) const {
    if (tx.access() == db::Access::Write) return;
    auto& kept = tx.context().renderings.companions;
    for (const auto& [id, row] : rows_) {
        const StatusId companion = row.reblog_of.value_or(row.quoted);
        if (!companion || kept.find(id.value, kNoRevision, tx.now())) continue;
        kept.keep(id.value, kNoRevision, tx.now(), std::make_shared<base::Companion>(base::Companion{companion}));
    }
}

void StatusPage::load_originals(db::Tx& tx) {
    std::vector<StatusId> missing;
    for (const auto& [id, row] : rows_) {
        if (row.reblog_of && !rows_.contains(*row.reblog_of)) missing.push_back(*row.reblog_of);
    }
    if (missing.empty()) return;
    keep_distinct(missing);
    load_rows(tx, missing);
}

void StatusPage::load_quoted(db::Tx& tx) {
    std::vector<StatusId> missing;
    for (const auto& [id, row] : rows_) {
        const bool is_wanted = row.quote_state == QuoteState::Accepted && row.quoted && !rows_.contains(row.quoted);
        if (is_wanted) missing.push_back(row.quoted);
    }
    if (missing.empty()) return;
    keep_distinct(missing);
    load_rows(tx, missing);
}

const StatusRow* StatusPage::row(StatusId id) const {
    const auto found = rows_.find(id);
    return found == rows_.end() ? nullptr : &found->second;
}

bool StatusPage::shows(StatusId id, Wish wish) const {
    const StatusRow* status = row(id);
    if (!status || !shows_row(*status, wish)) return false;
    if (!status->reblog_of) return true;
    const StatusRow* original = row(*status->reblog_of);
    // What one boosts oneself one wants to see.
    return original && shows_row(*original, viewer_ && status->author == viewer_ ? Wish::Allowed : wish);
}

std::optional<ShownQuote> StatusPage::quote_of(const StatusRow& status) const {
    if (!status.quote_state) return std::nullopt;
    switch (*status.quote_state) {
    case QuoteState::Pending: return ShownQuote{.state = "pending"};
    case QuoteState::Rejected: return ShownQuote{.state = "rejected"};
    case QuoteState::Revoked: return ShownQuote{.state = "revoked"};
    case QuoteState::Accepted: break;
    }
    const StatusRow* quoted = row(status.quoted);
    if (!quoted) return ShownQuote{.state = "deleted"};
    if (quoted->reblog_of || !shows_row(*quoted, Wish::Allowed)) return ShownQuote{.state = "unauthorized"};
    const auto& relation = quoted->author_relation;
    const std::string_view state = relation.blocks          ? "blocked_account"
                                   : relation.blocks_domain ? "blocked_domain"
                                   : relation.mutes         ? "muted_account"
                                                            : "accepted";
    return ShownQuote{.state = state, .quoted = quoted};
}

Quoting StatusPage::quoting_of(const StatusRow& status) const {
    return may_quote(status.quote_policy, status.visibility,
                     {.is_somebody = static_cast<bool>(viewer_),
                      .is_author = viewer_ && status.author == viewer_,
                      .author = status.author_relation});
}

bool StatusPage::shows_row(const StatusRow& status, Wish wish) const {
    const Audience audience{.is_author = viewer_ && status.author == viewer_,
                            .is_mentioned = status.mentions_viewer,
                            .author_is_suspended = status.author_is_suspended,
                            .author = status.author_relation};
    return may_see(status.visibility, audience) && (wish == Wish::Allowed || wants_to_see(audience));
}

} // namespace statuses
