#include "accounts/domains.h"

#include "search/prefix.h"

namespace accounts {

std::vector<std::string> domains(db::Tx& tx, const DomainFilter& filter) {
    std::vector<std::string> found;
    auto rows = tx.query(
        R"(
        with recursive known (domain) as (
            select min(domain) from accounts where domain > '' and domain >= $1 and domain < $2
            union all
            select (select min(a.domain) from accounts a where a.domain > '' and a.domain > known.domain and a.domain < $2)
            from known where known.domain is not null)
        select domain from known
        where domain is not null and ($3 = '' or (length(domain) > length($3)
            and substr(domain, length(domain) - length($3)) = '.' || $3))
        limit $4)", {filter.begins_with, search::end_of_prefix(filter.begins_with), filter.is_below, filter.limit});
    while (rows.next()) found.push_back(rows.string(0));
    return found;
}

} // namespace accounts
