#include "relationships/severances.h"

#include "base/json.h"
#include "jobs/jobs.h"
#include "notifications/notifications.h"
#include "relationships/severances_jobs.h"

namespace relationships {

namespace {

// So many in one transaction that others wait little for their turn to write.
constexpr int kBatch = 200;

json::Object arguments_for(const SeveranceEvent& event, AccountId after) {
    return {{"kind", static_cast<int>(event.kind)},
            {"target", event.target},
            {"at", event.occurred_at.time_since_epoch().count()},
            {"after", after.value}};
}

// Of those that nobody was told of yet; from now on somebody is.
std::optional<std::int64_t> take_untold(db::Tx& tx, const SeveranceEvent& event, AccountId account) {
    return tx.query_integer(R"(
        update severances set is_told = true
        where kind = $1 and target_name = $2 and occurred_at = $3 and account_id = $4 and not is_told
        returning id)", {static_cast<int>(event.kind), event.target, event.occurred_at, account});
}

} // namespace

void note_lost(db::Tx& tx, const SeveranceEvent& event, AccountId account, const Lost& lost) {
    if (lost.followers == 0 && lost.following == 0) return;
    tx.exec(R"(
        insert into severances (id, account_id, kind, target_name, occurred_at, followers_count, following_count)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (kind, target_name, occurred_at, account_id) do update
        set followers_count = severances.followers_count + excluded.followers_count,
            following_count = severances.following_count + excluded.following_count)", {tx.new_id(), account, static_cast<int>(event.kind), event.target, event.occurred_at,
                       lost.followers, lost.following});
}

void tell_severed(db::Tx& tx, const SeveranceEvent& event, AccountId account) {
    const auto id = take_untold(tx, event, account);
    if (!id) return;
    notifications::notify(tx, {.to = account,
                               .kind = notifications::Kind::SeveredRelationships,
                               .from = account, // It has to be somebody, and they are there for sure.
                               .severance = SeveranceId{*id}});
}

void tell_severed_later(db::Tx& tx, const SeveranceEvent& event) {
    jobs::enqueue(tx, "tell_severed", arguments_for(event, AccountId{0}));
}

std::vector<Severance> find_severances(db::Tx& tx, std::span<const SeveranceId> ids) {
    std::vector<Severance> found;
    if (ids.empty()) return found;
    auto rows = tx.query(R"(
        select s.id, s.kind, s.target_name, s.occurred_at, s.followers_count, s.following_count
        from ids($1) l join severances s on s.id = l.value)", {ids});
    while (rows.next()) {
        found.push_back({.id = rows.id<SeveranceId>(0),
                         .event = {.kind = static_cast<SeveranceKind>(rows.small(1)),
                                   .target = rows.string(2),
                                   .occurred_at = rows.time(3)},
                         .followers = rows.integer(4),
                         .following = rows.integer(5)});
    }
    return found;
}

void tell_severed_job(const jobs::Arguments& arguments, db::Tx& tx) {
    const SeveranceEvent event{.kind = static_cast<SeveranceKind>(arguments.integer("kind")),
                               .target = arguments.text("target"),
                               .occurred_at = base::Time(std::chrono::milliseconds(arguments.integer("at")))};
    const auto accounts = tx.query_ids<AccountId>(
        R"(
        select account_id from severances
        where kind = $1 and target_name = $2 and occurred_at = $3 and account_id > $4
        order by account_id limit $5)", {static_cast<int>(event.kind), event.target, event.occurred_at, arguments.integer("after"), kBatch});
    for (const AccountId account : accounts) tell_severed(tx, event, account);
    if (accounts.size() == kBatch) jobs::enqueue(tx, "tell_severed", arguments_for(event, accounts.back()));
}

} // namespace relationships
