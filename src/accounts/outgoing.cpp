#include "accounts/outgoing.h"

#include "federation/audience.h"
#include "jobs/jobs.h"

#include <chrono>

namespace accounts {

namespace {

constexpr std::chrono::seconds kGathered{5};
constexpr std::chrono::hours kLately{48};
constexpr int kMaxMentioned = 2000;

} // namespace

void announce_profile(db::Tx& tx, AccountId account) {
    if (!federation::knows_others(tx)) return;
    jobs::enqueue(tx, "send_profile", {{"account_id", account.value}}, tx.now() + kGathered,
                  "send_profile:" + to_string(account));
}

std::vector<std::string> account_reach(db::Tx& tx, AccountId account) {
    return federation::distinct_inboxes(
        tx.query(R"(
        select r.delivery_inbox_url
        from (select f.account_id as id from follows f where f.target_account_id = $1
              union all
              select p.account_id from reports p where p.target_account_id = $1
              union all
              select f.target_account_id from follows f where f.account_id = $1 and f.id > $2
              union all
              select q.target_account_id from follow_requests q where q.account_id = $1 and q.id > $2
              union all
              select l.account_id
              from (select m.account_id from statuses s join mentions m on m.status_id = s.id
                    where s.account_id = $1 and s.id > $2 limit $3) l) p
        join remote_actors r on r.account_id = p.id
        where (select a.suspended_at from accounts a where a.id = r.account_id) is null
        union all
        select l.inbox_url from relays l where l.state = 1)", {account, base::first_id_of(tx.now() - kLately), kMaxMentioned}));
}

} // namespace accounts
