#include "statuses/page.h"

#include "base/remembered.h"
#include "base/renderings.h"
#include "db/remembering.h"
#include "statuses/lookup.h"

#include <algorithm>
#include <memory>

namespace statuses {

namespace {

StatusFacts read_facts_in(const db::Rows& rows) {
    StatusFacts facts;
    static_cast<Status&>(facts) = read_status(rows);
    facts.revision = rows.integer(10);
    facts.boost_uri = rows.text(11);
    facts.boost_url = rows.text(12);
    facts.replies_count = rows.integer(13);
    facts.reblogs_count = rows.integer(14);
    facts.favourites_count = rows.integer(15);
    facts.quotes_count = rows.integer(16);
    facts.poll = rows.id<PollId>(17);
    facts.quote_policy = QuotePolicy(rows.integer(18));
    if (!rows.is_null(19)) facts.quote_state = static_cast<QuoteState>(rows.small(19));
    facts.quoted = rows.id<StatusId>(20);
    return facts;
}
constexpr int kViewersFirst = 21;
constexpr int kRelationFirst = kViewersFirst + 7;

Standing read_standing(const db::Rows& rows) {
    return {.marks = {.favourited = rows.boolean(kViewersFirst),
                      .reblogged = rows.boolean(kViewersFirst + 1),
                      .bookmarked = rows.boolean(kViewersFirst + 2),
                      .muted = rows.boolean(kViewersFirst + 3),
                      .pinned = rows.boolean(kViewersFirst + 4)},
            .is_mentioned = rows.boolean(kViewersFirst + 5),
            .author = relationships::read_relation(rows, kRelationFirst)};
}

// When a standing that is read at `now` is out of date without any change: when a mute runs out.
base::Time good_until(const db::Rows& rows, base::Time now) {
    const auto until = now + base::RenderingsOf<Standing>::kLifetime;
    return std::min(until, rows.maybe_time(kViewersFirst + 6).value_or(until));
}

constexpr std::string_view kColumns = R"(,
    s.revision, case when s.reblog_of_id is not null then s.uri end, case when s.reblog_of_id is not null then s.url end,
    t.replies_count, t.reblogs_count, t.favourites_count, t.quotes_count, s.poll_id, s.quote_policy, q.state,
    q.quoted_status_id)";
constexpr std::string_view kJoins = R"(
    join statuses s on s.id = l.value
    left join status_stats t on t.status_id = s.id
    left join quotes q on q.status_id = s.id)";

// What is between the viewer $1 and each, whatever of it may change without standings.revision: a key that is
// null where nothing will ever depend on the row spares the search for it.
constexpr std::string_view kViewerColumns = R"(,
    mf.account_id is not null, mr.account_id is not null, mb.account_id is not null, mc.account_id is not null,
    case when s.account_id = $1 then exists (select 1 from status_pins p where p.status_id = s.id) else false end,
    case when s.visibility >= 2
         then exists (select 1 from mentions m where m.status_id = s.id and m.account_id = $1) else false end,
    m.expires_at,)";
constexpr std::string_view kViewerJoins = R"(
    left join favourites mf on mf.status_id = case when s.reblog_of_id is null then s.id end and mf.account_id = $1
    left join statuses mr on mr.reblog_of_id = case when s.reblog_of_id is null then s.id end and mr.account_id = $1
    left join bookmarks mb on mb.status_id = case when s.reblog_of_id is null then s.id end and mb.account_id = $1
    left join conversation_mutes mc on mc.account_id = $1
         and mc.conversation_id = case when s.reblog_of_id is null then s.conversation_id end)";

std::string columns() { return "select " + std::string(kStatusColumns) + std::string(kColumns); }

std::string sql_for_anybody() { return columns() + " from ids($1) l" + std::string(kJoins); }

std::string sql_for_viewer() {
    return columns() + std::string(kViewerColumns) + std::string(relationships::kRelationColumns) + " from ids($3) l"
           + std::string(kJoins) + " join accounts a on a.id = s.account_id" + std::string(kViewerJoins)
           + std::string(relationships::kFollowJoins) + std::string(relationships::kHidingJoins);
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
    : viewer_(viewer.id), viewer_is_limited_(viewer.is_limited), standings_revision_(viewer.standings_revision) {
    if (ids.empty()) return;
    db::catch_up(tx);
    auto wanted = with_companions(tx, ids);
    keep_distinct(wanted);
    load_rows(tx, wanted);
    load_originals(tx);
    load_quoted(tx); // What is quoted,
    load_quoted(tx); // and what that quotes: of it only whether it is there is shown.
    load_authors(tx);
    keep_companions(tx);
}

// The revision was read when the request began: what has been written since by the same transaction it does not show.
bool StatusPage::may_keep_standings(const db::Tx& tx) const {
    return standings_revision_ != 0 && tx.access() == db::Access::Read;
}

void StatusPage::load_rows(db::Tx& tx, std::span<const StatusId> ids) {
    std::vector<StatusId> unread, unmet;
    for (const StatusId id : ids) {
        if (viewer_ && !knows_standing(tx, id)) {
            unmet.push_back(id);
        } else if (const auto facts = db::may_take(tx) ? tx.context().remembered.status(id) : nullptr) {
            add(*facts, viewer_ ? standings_.at(id) : Standing{});
        } else {
            unread.push_back(id);
        }
    }
    if (!unread.empty()) read_facts(tx, unread);
    if (!unmet.empty()) read_with_standings(tx, unmet);
}

bool StatusPage::knows_standing(db::Tx& tx, StatusId id) {
    if (!may_keep_standings(tx)) return false;
    const auto standing = tx.context().standings.find({viewer_, standings_revision_, id}, tx.now());
    if (standing) standings_.emplace(id, *standing);
    return standing.has_value();
}

void StatusPage::read_facts(db::Tx& tx, std::span<const StatusId> ids) {
    static const std::string kSql = sql_for_anybody();
    auto rows = tx.query(kSql, {ids});
    while (rows.next()) {
        const auto facts = std::make_shared<const StatusFacts>(read_facts_in(rows));
        tx.context().remembered.keep_status(tx.sight(), facts->id, facts);
        add(*facts, viewer_ ? standings_.at(facts->id) : Standing{});
    }
}

void StatusPage::read_with_standings(db::Tx& tx, std::span<const StatusId> ids) {
    static const std::string kSql = sql_for_viewer();
    auto rows = tx.query(kSql, {viewer_, tx.now(), ids});
    while (rows.next()) {
        const auto facts = std::make_shared<const StatusFacts>(read_facts_in(rows));
        const Standing standing = read_standing(rows);
        tx.context().remembered.keep_status(tx.sight(), facts->id, facts);
        if (may_keep_standings(tx)) {
            tx.context().standings.keep({viewer_, standings_revision_, facts->id}, standing,
                                        good_until(rows, tx.now()));
        }
        add(*facts, standing);
    }
}

void StatusPage::add(StatusFacts facts, const Standing& standing) {
    all_.push_back(facts.id);
    if (!facts.reblog_of) originals_.push_back(facts.id);
    StatusRow row{std::move(facts)};
    row.standing = standing;
    rows_.insert_or_assign(row.id, std::move(row));
}

// What has no author any more, because both have gone between two statements, is not there.
void StatusPage::load_authors(db::Tx& tx) {
    std::vector<AccountId> ids;
    for (const auto& [id, row] : rows_) ids.push_back(row.author);
    authors_ = accounts::known_accounts(tx, ids);
    const auto is_gone = [&](StatusId id) { return !authors_.contains(rows_.at(id).author); };
    std::erase_if(all_, is_gone);
    std::erase_if(originals_, is_gone);
    std::erase_if(rows_, [&](const auto& entry) { return !authors_.contains(entry.second.author); });
    for (auto& [id, row] : rows_) {
        const accounts::Account& author = authors_.at(row.author)->account;
        row.author_username = author.username;
        row.author_domain = author.domain;
        row.author_is_suspended = author.is_suspended;
        row.author_is_limited = author.is_limited;
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
    const auto& relation = quoted->standing.author;
    const std::string_view state = relation.blocks_domain ? "blocked_domain"
                                   : relation.blocks      ? "blocked_account"
                                   : relation.mutes       ? "muted_account"
                                                          : "accepted";
    return ShownQuote{.state = state, .quoted = quoted};
}

Quoting StatusPage::quoting_of(const StatusRow& status) const {
    return may_quote(status.quote_policy, status.visibility,
                     {.is_somebody = static_cast<bool>(viewer_),
                      .is_author = viewer_ && status.author == viewer_,
                      .author = status.standing.author});
}

accounts::Acquaintances StatusPage::acquaintances() const {
    accounts::Acquaintances known;
    if (!viewer_) return known;
    for (const auto& [id, row] : rows_) {
        const auto& relation = row.standing.author;
        known.try_emplace(row.author,
                          accounts::Acquaintance{.follows = relation.follows, .is_followed = relation.is_followed_by});
    }
    return known;
}

bool StatusPage::shows_row(const StatusRow& status, Wish wish) const {
    const Audience audience{.is_author = viewer_ && status.author == viewer_,
                            .is_mentioned = status.standing.is_mentioned,
                            .author_is_suspended = status.author_is_suspended,
                            .author_is_limited = status.author_is_limited && !viewer_is_limited_,
                            .author = status.standing.author};
    if (!may_see(status.visibility, audience)) return false;
    switch (wish) {
    case Wish::Allowed: return true;
    case Wish::Wanted: return wants_to_see(audience);
    case Wish::InThread: return wants_to_see_in_thread(audience);
    case Wish::OnPublicPage:
        return status.visibility == Visibility::Public && !status.author_is_limited && wants_to_see(audience);
    }
    return false;
}

} // namespace statuses
