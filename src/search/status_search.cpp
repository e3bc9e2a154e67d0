#include "search/status_search.h"

#include "statuses/lookup.h"

namespace search {

std::optional<StatusId> find_status_by_url(db::Tx& tx, std::string_view url) {
    if (const auto found = statuses::find_by_uri(tx, url)) return found;
    const auto found = tx.query_integer("select id from statuses where url = $1 limit 1", {url});
    return found ? std::optional(StatusId{*found}) : std::nullopt;
}

} // namespace search
