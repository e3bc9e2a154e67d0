#include "statuses/visibility.h"

#include "statuses/lookup.h"

namespace statuses {

namespace {

struct Seen {
    Status status;
    Audience audience;
};

// The post itself, and what may_see() asks about the viewer and who wrote it; no more: it is asked for each favourite.
std::optional<Seen> look_at(db::Tx& tx, StatusId id, AccountId viewer) {
    static const std::string kSql =
        "select " + std::string(kStatusColumns) + R"(,
            a.suspended_at is not null,
            exists (select 1 from mentions t where t.status_id = s.id and t.account_id = $1),
            exists (select 1 from follows f where f.account_id = $1 and f.target_account_id = a.id),
            exists (select 1 from blocks b where b.account_id = a.id and b.target_account_id = $1),
            exists (select 1 from account_domain_blocks d join accounts v on v.domain = d.domain
                    where d.account_id = a.id and v.id = $1 and v.domain <> '')
        from statuses s join accounts a on a.id = s.account_id where s.id = $2)";
    constexpr int kAudience = kStatusColumnCount;
    auto rows = tx.query(kSql, {viewer, id});
    if (!rows.next()) return std::nullopt;
    Seen seen{.status = read_status(rows), .audience = {}};
    auto& audience = seen.audience;
    audience.is_author = viewer && seen.status.author == viewer;
    audience.author_is_suspended = rows.boolean(kAudience);
    audience.is_mentioned = rows.boolean(kAudience + 1);
    audience.author.follows = rows.boolean(kAudience + 2);
    audience.author.is_blocked_by = rows.boolean(kAudience + 3);
    audience.author.is_domain_blocked_by = rows.boolean(kAudience + 4);
    return seen;
}

// A post, and of a boost what it boosts. What is boosted is there as long as the boost is.
struct Found {
    Status status;
    Status original;
    bool is_visible = false;
};

std::optional<Found> find(db::Tx& tx, StatusId id, AccountId viewer) {
    const auto seen = look_at(tx, id, viewer);
    if (!seen) return std::nullopt;
    const bool is_visible = may_see(seen->status.visibility, seen->audience);
    if (!seen->status.reblog_of) return Found{seen->status, seen->status, is_visible};
    const auto original = look_at(tx, *seen->status.reblog_of, viewer);
    if (!original) return std::nullopt;
    return Found{seen->status, original->status,
                 is_visible && may_see(original->status.visibility, original->audience)};
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

Result<Status> find_original_to_leave(db::Tx& tx, StatusId id, const accounts::Account& viewer) {
    const auto found = find(tx, id, viewer.id);
    if (!found) return base::not_found();
    if (!found->is_visible && !has_marked(tx, found->original.id, viewer.id)) return base::not_found();
    return found->original;
}

} // namespace statuses
