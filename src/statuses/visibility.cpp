#include "statuses/visibility.h"

#include "federation/relays.h"
#include "statuses/lookup.h"

namespace statuses {

namespace {

struct Seen {
    Status status;
    Audience audience;
};

// The post itself, and what may_see() asks about the viewer $1 and who wrote it; no more: it is asked for each
// favourite.
std::string sql_of_look(std::string_view where, std::string_view more_columns = "") {
    return "select " + std::string(kStatusColumns) + R"(,
            a.suspended_at is not null,
            exists (select 1 from mentions t where t.status_id = s.id and t.account_id = $1),)" + std::string(relationships::kSightColumns)
           + std::string(more_columns) + " from statuses s join accounts a on a.id = s.account_id where "
           + std::string(where);
}
constexpr int kAudience = kStatusColumnCount;
constexpr int kSight = kAudience + 2;
constexpr int kMoreColumns = kSight + relationships::kSightColumnCount;

Seen read_seen(const db::Rows& rows, AccountId viewer) {
    Seen seen{.status = read_status(rows), .audience = {}};
    auto& audience = seen.audience;
    audience.is_author = viewer && seen.status.author == viewer;
    audience.author_is_suspended = rows.boolean(kAudience);
    audience.is_mentioned = rows.boolean(kAudience + 1);
    audience.author = relationships::read_sight(rows, kSight);
    return seen;
}

std::optional<Seen> look_at(db::Tx& tx, StatusId id, AccountId viewer) {
    static const std::string kSql = sql_of_look("s.id = $2");
    auto rows = tx.query(kSql, {viewer, id});
    return rows.next() ? std::optional(read_seen(rows, viewer)) : std::nullopt;
}

// A post, and of a boost what it boosts. What is boosted is there as long as the boost is.
struct Found {
    Status status;
    Status original;
    bool is_visible = false;
};

std::optional<Found> with_original(db::Tx& tx, const std::optional<Seen>& seen, AccountId viewer) {
    if (!seen) return std::nullopt;
    const bool is_visible = may_see(seen->status.visibility, seen->audience);
    if (!seen->status.reblog_of) return Found{seen->status, seen->status, is_visible};
    const auto original = look_at(tx, *seen->status.reblog_of, viewer);
    if (!original) return std::nullopt;
    return Found{seen->status, original->status,
                 is_visible && may_see(original->status.visibility, original->audience)};
}

std::optional<Found> find(db::Tx& tx, StatusId id, AccountId viewer) {
    return with_original(tx, look_at(tx, id, viewer), viewer);
}

// $2 is the post, $3 the activity, $4 the name of the author of one of ours.
db::Rows query_reaction(db::Tx& tx, std::string_view uri, const std::optional<LocalName>& name, AccountId actor,
                        std::string_view activity_uri) {
    static const std::string kColumns =
        ", exists (select 1 from tombstones t where t.uri = $3), " + federation::sql_of_is_relay("$1");
    static const std::string kOurs = sql_of_look("s.id = $2 and lower(a.username) = $4 and a.domain = ''", kColumns),
                             kOthers = sql_of_look("s.uri = $2", kColumns);
    return name ? tx.query(kOurs, {actor, name->status, activity_uri, name->username})
                : tx.query(kOthers, {actor, uri, activity_uri});
}

bool has_marked(db::Tx& tx, StatusId status, AccountId account) {
    return tx.query_integer(R"(
        select 1 from favourites where status_id = $1 and account_id = $2
        union all select 1 from bookmarks where status_id = $1 and account_id = $2
        union all select 1 from statuses where reblog_of_id = $1 and account_id = $2
        limit 1)", {status, account}).has_value();
}

} // namespace

bool may_see(Visibility visibility, const Audience& audience) {
    if (audience.author_is_suspended) return false;
    if (audience.is_author) return true;
    if (audience.author.is_blocked_by || audience.author.is_domain_blocked_by) return false;
    switch (visibility) {
    case Visibility::Public:
    case Visibility::Unlisted: return true;
    case Visibility::Private: return audience.author.follows || audience.is_mentioned;
    case Visibility::Direct: return audience.is_mentioned;
    }
    return false;
}

Result<Status> find_visible(db::Tx& tx, StatusId id, const accounts::Account& viewer) {
    const auto found = find(tx, id, viewer.id);
    if (!found || !found->is_visible) return base::not_found();
    return found->status;
}

Result<Status> find_visible_original(db::Tx& tx, StatusId id, const accounts::Account& viewer) {
    const auto found = find(tx, id, viewer.id);
    if (!found || !found->is_visible) return base::not_found();
    return found->original;
}

Result<Status> find_to_react_to(db::Tx& tx, StatusId id, const accounts::Account& account) {
    Status status = TRY(find_visible_original(tx, id, account));
    const auto block = tx.query_integer("select 1 from blocks where account_id = $1 and target_account_id = $2",
                                        {account.id, status.author});
    if (block) return base::forbidden();
    return status;
}

Result<Reaction> find_reaction(db::Tx& tx, std::string_view uri, AccountId actor, std::string_view activity_uri) {
    const bool is_one_of_ours = is_ours(tx.config(), uri);
    const auto name = is_one_of_ours ? parse_our_uri(tx.config(), uri) : std::nullopt;
    if (is_one_of_ours && !name) return base::not_found();
    auto rows = query_reaction(tx, uri, name, actor, activity_uri);
    if (!rows.next()) return base::not_found();
    const auto found = with_original(tx, read_seen(rows, actor), actor);
    if (!found) return base::not_found();
    return Reaction{.original = found->original,
                    .is_visible = found->is_visible,
                    .may_be_overtaken = rows.boolean(kMoreColumns),
                    .is_by_relay = rows.boolean(kMoreColumns + 1)};
}

Result<Status> find_original_to_leave(db::Tx& tx, StatusId id, const accounts::Account& viewer) {
    const auto found = find(tx, id, viewer.id);
    if (!found) return base::not_found();
    if (!found->is_visible && !has_marked(tx, found->original.id, viewer.id)) return base::not_found();
    return found->original;
}

} // namespace statuses
