#include "accounts/outgoing.h"

#include "accounts/accounts.h"
#include "accounts/outgoing_jobs.h"
#include "federation/audience.h"
#include "federation/composing.h"
#include "federation/delivery.h"
#include "federation/keys.h"
#include "jobs/jobs.h"

#include <chrono>

namespace accounts {

namespace {

constexpr std::chrono::seconds kGathered{5};
constexpr std::chrono::hours kLately{48};
constexpr int kMaxMentioned = 2000;
constexpr std::chrono::seconds kPause{30};
constexpr int kServersAtOnce = 100;
constexpr std::chrono::days kDeliveriesLast{8}; // After a week they are given up.

// https://www.w3.org/TR/activitypub/#delete-activity-outbox
std::string delete_document(const base::Config& config, const Account& account) {
    const std::string actor = local_uri(config, account.username);
    return federation::compose({.id = actor + "#delete", .type = "Delete", .actor = actor}, [&](json::Writer& out) {
        federation::write_to_public(out);
        out.field("object", actor);
    });
}

void tell_more_later(db::Tx& tx, AccountId account, std::string_view after) {
    jobs::enqueue(tx, "tell_of_leaving", {{"account_id", account.value}, {"after", after}}, tx.now() + kPause);
}

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

void send_leaving(db::Tx& tx, const Account& account) {
    if (!federation::find_public_key_pem(tx, account.id)) return;
    federation::deliver(tx, account.id, delete_document(tx.config(), account), account_reach(tx, account.id),
                        federation::Reach::Available, {}, federation::Signed::Within);
    tell_more_later(tx, account.id, "");
}

// Who has heard of it already hears of it again: it costs less than to know.
void tell_of_leaving(const jobs::Arguments& arguments, db::Tx& tx) {
    const auto account = find(tx, arguments.id<AccountId>("account_id"));
    if (!account) return;
    const auto inboxes = federation::distinct_inboxes(
        tx.query("select distinct delivery_inbox_url from remote_actors where delivery_inbox_url > $1 order by "
                 "delivery_inbox_url limit $2",
                 {arguments.text("after"), kServersAtOnce}));
    federation::deliver(tx, account->id, delete_document(tx.config(), *account), inboxes, federation::Reach::Available,
                        {}, federation::Signed::Within, federation::Priority::Low);
    if (inboxes.size() == kServersAtOnce) return tell_more_later(tx, account->id, inboxes.back());
    jobs::enqueue(tx, "forget_key", {{"account_id", account->id.value}}, tx.now() + kDeliveriesLast);
}

void forget_key(const jobs::Arguments& arguments, db::Tx& tx) {
    federation::forget_key(tx, arguments.id<AccountId>("account_id"));
}

} // namespace accounts
