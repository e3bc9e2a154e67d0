#include "instance/peers.h"

#include "search/prefix.h"

namespace instance {

namespace {

constexpr int kMaxFound = 10;

} // namespace

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

std::vector<std::string> peers_with_prefix(db::Tx& tx, const std::string& prefix) {
    std::vector<std::string> domains;
    if (prefix.empty()) return domains;
    auto rows = tx.query(R"(
        with recursive known (domain) as (
            select min(domain) from accounts where domain > '' and domain >= $1 and domain < $2
            union all
            select (select min(a.domain) from accounts a where a.domain > '' and a.domain > known.domain and a.domain < $2)
            from known where known.domain is not null)
        select domain from known where domain is not null limit $3)", {prefix, search::end_of_prefix(prefix), kMaxFound});
    while (rows.next()) domains.push_back(rows.string(0));
    return domains;
}

} // namespace instance
