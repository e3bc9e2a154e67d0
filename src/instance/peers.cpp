#include "instance/peers.h"

#include "accounts/domains.h"

namespace instance {

namespace {

constexpr int kMaxFound = 10;

// Who is limited or kept away is not shown off with.
std::vector<std::string> without_blocked(db::Tx& tx, const std::vector<std::string>& domains) {
    std::vector<std::string> left;
    auto rows = tx.query(R"(
        select l.value from texts($1) l
        where not exists (select 1 from domain_blocks b where b.domain = l.value)
        order by l.value)", {domains});
    while (rows.next()) left.push_back(rows.string(0));
    return left;
}

} // namespace

std::vector<std::string> peers(db::Tx& tx) { return without_blocked(tx, accounts::domains(tx, {.limit = kMaxPeers})); }

std::vector<std::string> peers_with_prefix(db::Tx& tx, const std::string& prefix) {
    if (prefix.empty()) return {};
    return without_blocked(tx, accounts::domains(tx, {.begins_with = prefix, .limit = kMaxFound}));
}

} // namespace instance
