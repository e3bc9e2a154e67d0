#include "statuses/visibility.h"

#include "statuses/page.h"

namespace statuses {

namespace {

Status original_of(const StatusPage& page, StatusId id) {
    const StatusRow& row = *page.row(id);
    return row.reblog_of ? *page.row(*row.reblog_of) : row;
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
    const StatusPage page(tx, std::span(&id, 1), viewer);
    if (!page.shows(id)) return base::not_found();
    return Status(*page.row(id));
}

Result<Status> find_visible_original(db::Tx& tx, StatusId id, const accounts::Account& viewer) {
    const StatusPage page(tx, std::span(&id, 1), viewer);
    if (!page.shows(id)) return base::not_found();
    return original_of(page, id);
}

Result<Status> find_original_to_leave(db::Tx& tx, StatusId id, const accounts::Account& viewer) {
    const StatusPage page(tx, std::span(&id, 1), viewer);
    if (!page.row(id)) return base::not_found();
    Status original = original_of(page, id);
    if (!page.shows(id) && !has_marked(tx, original.id, viewer.id)) return base::not_found();
    return original;
}

} // namespace statuses
