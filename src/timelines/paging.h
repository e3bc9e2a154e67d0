#pragma once

#include "db/db.h"
#include "http/request.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace timelines {

// The SQL of a list that is paged by id, for both ways of walking it. `select` ends in a where clause that holds `$1`
// and `$2`, the ids between which the page lies, and `$3` its length; `id` is the column that is paged by.
struct PagedSql {
    std::string newest_first;
    std::string oldest_first;

    PagedSql(std::string_view select, std::string_view id) {
        const auto with_order = [&](std::string_view direction) {
            std::string sql(select);
            sql.append(" and ").append(id).append(" < $1 and ").append(id).append(" > $2 order by ");
            sql.append(id).append(direction).append(" limit $3");
            return sql;
        };
        newest_first = with_order(" desc");
        oldest_first = with_order(" asc");
    }

    const std::string& for_page(const http::Page& page) const {
        return page.from_below() ? oldest_first : newest_first;
    }
};

// Back to newest first.
template <typename T>
std::vector<T> in_page_order(std::vector<T> items, const http::Page& page) {
    if (page.from_below()) std::reverse(items.begin(), items.end());
    return items;
}

} // namespace timelines
