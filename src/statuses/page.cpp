#include "statuses/page.h"

#include "statuses/lookup.h"

#include <algorithm>

namespace statuses {

namespace {

StatusRow read_row(const db::Rows& rows) {
    StatusRow row;
    static_cast<Status&>(row) = read_status(rows);
    row.edited_at = rows.maybe_time(10);
    row.uri = rows.text(11);
    row.url = rows.text(12);
    row.text = rows.text(13);
    row.content = rows.text(14);
    row.spoiler_text = rows.text(15);
    row.is_sensitive = rows.boolean(16);
    row.replies_count = rows.integer(17);
    row.reblogs_count = rows.integer(18);
    row.favourites_count = rows.integer(19);
    row.application_name = rows.text(20);
    row.application_website = rows.maybe_string(21);
    row.author_username = rows.text(22);
    row.author_domain = rows.text(23);
    row.author_is_suspended = rows.boolean(24);
    row.poll = rows.id<PollId>(25);
    row.quotes_count = rows.integer(26);
    row.quote_policy = QuotePolicy(rows.integer(27));
    if (!rows.is_null(28)) row.quote_state = static_cast<QuoteState>(rows.small(28));
    row.quoted = rows.id<StatusId>(29);
    return row;
}
constexpr int kRowColumns = 30;

void read_viewers(StatusRow& row, const db::Rows& rows) {
    row.marks = {.favourited = rows.boolean(kRowColumns),
                 .reblogged = rows.boolean(kRowColumns + 1),
                 .bookmarked = rows.boolean(kRowColumns + 2),
                 .muted = rows.boolean(kRowColumns + 3),
                 .pinned = rows.boolean(kRowColumns + 4)};
    row.author_relation = relationships::read_relation(rows, kRowColumns + 5);
}

constexpr std::string_view kColumns = R"(,
    s.edited_at, s.uri, s.url, s.text, s.content, s.spoiler_text, s.is_sensitive, t.replies_count, t.reblogs_count,
    t.favourites_count, p.name, p.website, a.username, a.domain, a.suspended_at is not null, s.poll_id, t.quotes_count,
    s.quote_policy, q.state, q.quoted_status_id)";
constexpr std::string_view kJoins = R"(
    join statuses s on s.id = l.value
    join accounts a on a.id = s.account_id
    left join status_stats t on t.status_id = s.id
    left join oauth_applications p on p.id = s.application_id
    left join quotes q on q.status_id = s.id)";

// What is between the viewer $1 and each: a key that is null where nothing depends on the row spares the search for it.
constexpr std::string_view kViewerColumns = R"(,
    mf.account_id is not null, mr.account_id is not null, mb.account_id is not null, mc.account_id is not null,
    mp.account_id is not null,)";
constexpr std::string_view kViewerJoins = R"(
    left join favourites mf on mf.status_id = case when s.reblog_of_id is null then s.id end and mf.account_id = $1
    left join statuses mr on mr.reblog_of_id = case when s.reblog_of_id is null then s.id end and mr.account_id = $1
    left join bookmarks mb on mb.status_id = case when s.reblog_of_id is null then s.id end and mb.account_id = $1
    left join conversation_mutes mc on mc.account_id = $1
         and mc.conversation_id = case when s.reblog_of_id is null then s.conversation_id end
    left join status_pins mp on mp.status_id = case when s.account_id = $1 then s.id end
    left join follows f on f.account_id = $1
         and f.target_account_id = case when s.visibility = 2 or s.quote_policy <> 0 then s.account_id end
    left join follows g on g.target_account_id = $1
         and g.account_id = case when s.quote_policy <> 0 then s.account_id end)";

std::string sql_for_anybody() {
    return "select " + std::string(kStatusColumns) + std::string(kColumns) + " from ids($1) l" + std::string(kJoins);
}

std::string sql_for_viewer() {
    return "select " + std::string(kStatusColumns) + std::string(kColumns) + std::string(kViewerColumns)
           + std::string(relationships::kRelationColumns) + " from ids($3) l" + std::string(kJoins)
           + std::string(kViewerJoins) + std::string(relationships::kHidingJoins);
}

template <typename IdType>
void keep_distinct(std::vector<IdType>& ids) {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

} // namespace

StatusPage::StatusPage(db::Tx& tx, std::span<const StatusId> ids, const accounts::Account& viewer)
    : viewer_(viewer.id) {
    if (ids.empty()) return;
    std::vector<StatusId> wanted(ids.begin(), ids.end());
    keep_distinct(wanted);
    load_rows(tx, wanted);
    load_originals(tx);
    load_quoted(tx); // What is quoted,
    load_quoted(tx); // and what that quotes: of it only whether it is there is shown.
    keep_distinct(authors_);
    load_mentions(tx);
}

void StatusPage::load_rows(db::Tx& tx, std::span<const StatusId> ids) {
    static const std::string kForAnybody = sql_for_anybody(), kForViewer = sql_for_viewer();
    auto rows = viewer_ ? tx.query(kForViewer, {viewer_, tx.now(), ids}) : tx.query(kForAnybody, {ids});
    while (rows.next()) {
        StatusRow row = read_row(rows);
        if (viewer_) read_viewers(row, rows);
        all_.push_back(row.id);
        if (!row.reblog_of) originals_.push_back(row.id);
        authors_.push_back(row.author);
        rows_.insert_or_assign(row.id, std::move(row));
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

void StatusPage::load_mentions(db::Tx& tx) {
    auto rows = tx.query(R"(
        select m.status_id, m.account_id, a.username, a.domain, a.url, m.is_silent
        from ids($1) l
        join mentions m on m.status_id = l.value
        join accounts a on a.id = m.account_id)", {originals_});
    while (rows.next()) {
        mentions_[rows.id<StatusId>(0)].push_back({.account = rows.id<AccountId>(1),
                                                   .username = rows.string(2),
                                                   .domain = rows.string(3),
                                                   .url = rows.string(4),
                                                   .is_silent = rows.boolean(5)});
    }
    for (auto& [status, mentions] : mentions_) std::ranges::sort(mentions, {}, &MentionRow::account);
}

const StatusRow* StatusPage::row(StatusId id) const {
    const auto found = rows_.find(id);
    return found == rows_.end() ? nullptr : &found->second;
}

const std::vector<MentionRow>& StatusPage::mentions(StatusId id) const {
    static const std::vector<MentionRow> kNone;
    const auto found = mentions_.find(id);
    return found == mentions_.end() ? kNone : found->second;
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
    Audience audience{.is_author = viewer_ && status.author == viewer_,
                      .is_mentioned = false,
                      .author_is_suspended = status.author_is_suspended,
                      .author = status.author_relation};
    const auto& mentioned = mentions(status.id);
    audience.is_mentioned = viewer_ && std::any_of(mentioned.begin(), mentioned.end(), [&](const auto& mention) {
                                return mention.account == viewer_;
                            });
    return may_see(status.visibility, audience) && (wish == Wish::Allowed || wants_to_see(audience));
}

} // namespace statuses
