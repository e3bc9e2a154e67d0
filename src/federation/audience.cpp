#include "federation/audience.h"

#include <algorithm>

namespace federation {

std::vector<std::string> distinct_inboxes(db::Rows rows) {
    std::vector<std::string> inboxes;
    while (rows.next()) inboxes.push_back(rows.string(0));
    std::sort(inboxes.begin(), inboxes.end());
    inboxes.erase(std::unique(inboxes.begin(), inboxes.end()), inboxes.end());
    return inboxes;
}

std::vector<std::string> follower_inboxes(db::Tx& tx, AccountId local) {
    return distinct_inboxes(tx.query(R"(
        select r.delivery_inbox_url from follows f
        join remote_actors r on r.account_id = f.account_id
        where f.target_account_id = $1
          and (select a.suspended_at from accounts a where a.id = r.account_id) is null)", {local}));
}

std::vector<std::string> inboxes_of(db::Tx& tx, std::span<const AccountId> accounts) {
    return distinct_inboxes(tx.query(R"(
        select r.delivery_inbox_url from ids($1) l
        join remote_actors r on r.account_id = l.value
        where (select a.suspended_at from accounts a where a.id = r.account_id) is null)", {accounts}));
}

std::optional<Correspondent> find_correspondent(db::Tx& tx, AccountId account, Suspended suspended) {
    auto rows = tx.query(R"(
        select a.uri, r.inbox_url from remote_actors r join accounts a on a.id = r.account_id
        where r.account_id = $1 and (a.suspended_at is null or $2))", {account, suspended == Suspended::Told});
    if (!rows.next()) return std::nullopt;
    return Correspondent{.uri = rows.string(0), .inbox = rows.string(1)};
}

bool knows_others(db::Tx& tx) { return tx.query_integer("select 1 from remote_actors limit 1").has_value(); }

} // namespace federation
