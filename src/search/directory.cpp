#include "search/directory.h"

#include <string>

namespace search {

namespace {

// Whether the account `a` stands in it. $1 is the viewer, $2 the time. No `exists` for users: PostgreSQL would look
// through all of them for the few who have not been let in.
const std::string kShown = R"(
          a.is_discoverable and a.suspended_at is null and a.silenced_at is null and a.moved_to_account_id is null
          and coalesce((select u.is_approved and u.confirmed_at is not null from users u where u.account_id = a.id), true)
          and a.domain not in (select domain from account_domain_blocks where account_id = $1)
          and a.id not in (select target_account_id from blocks where account_id = $1
                           union all select account_id from blocks where target_account_id = $1
                           union all select target_account_id from mutes
                                     where account_id = $1 and (expires_at is null or expires_at > $2)))";

// Ours are few beside all that we know: they are looked through, the others walked from the newest. A condition, not a
// join, so that both databases walk them by what they are ordered by.
const std::string& sql_of(const DirectoryQuery& query) {
    static const std::string kActive = R"(
        select s.account_id from account_stats s
        where s.last_status_at is not null
          and (select 1 from accounts a where a.id = s.account_id and )" + kShown + R"() = 1
        order by s.last_status_at desc limit $3 offset $4)";
    static const std::string kActiveHere = R"(
        select a.id from users l join account_stats s on s.account_id = l.account_id
        join accounts a on a.id = l.account_id
        where s.last_status_at is not null and )" + kShown + " order by s.last_status_at desc limit $3 offset $4";
    static const std::string kNew =
        "select a.id from accounts a where " + kShown + " order by a.id desc limit $3 offset $4";
    static const std::string kNewHere =
        "select a.id from accounts a where a.domain = '' and " + kShown + " order by a.id desc limit $3 offset $4";
    if (query.order == DirectoryQuery::Order::New) return query.is_local ? kNewHere : kNew;
    return query.is_local ? kActiveHere : kActive;
}

} // namespace

std::vector<AccountId> directory(db::Tx& tx, const DirectoryQuery& query) {
    return tx.query_ids<AccountId>(sql_of(query), {query.viewer, tx.now(), query.limit, query.offset});
}

} // namespace search
