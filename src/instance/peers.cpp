#include "instance/peers.h"

namespace instance {

std::vector<std::string> peers(db::Tx& tx) {
    // From one domain to the next, not over every account.
    auto rows = tx.query(R"(
        with recursive known (domain) as (
            select min(domain) from accounts where domain > ''
            union all
            select (select min(a.domain) from accounts a where a.domain > '' and a.domain > known.domain)
            from known where known.domain is not null)
        select domain from known where domain is not null limit $1)", {kMaxPeers});
    std::vector<std::string> domains;
    while (rows.next()) domains.push_back(rows.string(0));
    return domains;
}

} // namespace instance
