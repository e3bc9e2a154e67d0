#include "timelines/marked.h"

#include "timelines/paging.h"

namespace timelines {

namespace {

const PagedSql& sql_of(Mark mark) {
    static const PagedSql kFavourites("select id, status_id from favourites where account_id = $4", "id");
    static const PagedSql kBookmarks("select id, status_id from bookmarks where account_id = $4", "id");
    return mark == Mark::Favourite ? kFavourites : kBookmarks;
}

} // namespace

std::vector<Marked> marked_page(db::Tx& tx, AccountId account, Mark mark, const http::Page& page) {
    std::vector<Marked> marked;
    auto rows = tx.query(sql_of(mark).for_page(page), {page.max_id, page.lower(), page.limit, account});
    while (rows.next()) marked.push_back({rows.integer(0), rows.id<StatusId>(1)});
    return in_page_order(std::move(marked), page);
}

} // namespace timelines
