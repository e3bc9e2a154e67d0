#include "relationships/domain_blocks.h"

#include "accounts/accounts.h"
#include "base/network.h"
#include "base/text.h"
#include "jobs/jobs.h"
#include "notifications/notifications.h"
#include "relationships/effects.h"
#include "relationships/follows.h"
#include "relationships/severances.h"
#include "timelines/paging.h"

#include <algorithm>

namespace relationships {

namespace {

using accounts::Account;

// Ended at once; more are left to a job.
constexpr int kAtOnce = 200;

// False if it was there already.
bool insert_block(db::Tx& tx, AccountId account, const std::string& domain) {
    return tx.exec(R"(
        insert into account_domain_blocks (id, account_id, domain, created_at) values ($1, $2, $3, $4)
        on conflict (account_id, domain) do nothing)", {tx.new_id(), account, domain, tx.now()}) == 1;
}

struct Tie {
    AccountId id;
    bool is_asked; // It is a request to follow.
};

std::vector<Tie> ties_in(db::Rows rows) {
    std::vector<Tie> ties;
    while (rows.next()) ties.push_back({.id = rows.id<AccountId>(0), .is_asked = rows.boolean(1)});
    return ties;
}

int count_lost(const std::vector<Tie>& ties) {
    return static_cast<int>(std::ranges::count(ties, false, &Tie::is_asked));
}

std::vector<Tie> followed_there(db::Tx& tx, AccountId account, std::string_view domain, int limit) {
    return ties_in(tx.query(R"(
        select target_account_id, is_asked
        from (select target_account_id, false as is_asked from follows where account_id = $1
              union all select target_account_id, true from follow_requests where account_id = $1) f
        where exists (select 1 from accounts a where a.id = f.target_account_id and a.domain = $2)
        limit $3)", {account, domain, limit}));
}

std::vector<Tie> followers_there(db::Tx& tx, AccountId account, std::string_view domain, int limit) {
    return ties_in(tx.query(R"(
        select account_id, is_asked
        from (select account_id, false as is_asked from follows where target_account_id = $1
              union all select account_id, true from follow_requests where target_account_id = $1) f
        where exists (select 1 from accounts a where a.id = f.account_id and a.domain = $2)
        limit $3)", {account, domain, limit}));
}

std::optional<base::Time> blocked_at(db::Tx& tx, AccountId account, std::string_view domain) {
    auto rows = tx.query("select created_at from account_domain_blocks where account_id = $1 and domain = $2",
                         {account, domain});
    return rows.next() ? std::optional(rows.time(0)) : std::nullopt;
}

void refresh(db::Tx& tx, AccountId account) {
    drop_feed(tx, account);
    announce_change(tx, account);
}

} // namespace

Result<std::string> parse_domain(std::string_view text) {
    text = base::trim(text);
    for (const std::string_view scheme : {"https://", "http://"}) {
        if (text.starts_with(scheme)) text.remove_prefix(scheme.size());
    }
    while (text.ends_with('/')) text.remove_suffix(1);
    auto domain = base::normalise_domain(text);
    if (!domain) return base::invalid("Validation failed: Domain is not a valid domain name");
    return *std::move(domain);
}

Result<bool> part_from_domain(db::Tx& tx, const Account& account, std::string_view domain, int limit) {
    const auto followed = followed_there(tx, account.id, domain, limit);
    const auto followers = followers_there(tx, account.id, domain, limit);
    for (const auto& tie : followed) TRY(unfollow(tx, account, tie.id));
    for (const auto& tie : followers) TRY(remove_follower(tx, account, tie.id));
    const bool may_go_on = std::max(followed.size(), followers.size()) == static_cast<std::size_t>(limit);
    if (const auto at = blocked_at(tx, account.id, domain)) {
        const SeveranceEvent event{
            .kind = SeveranceKind::UserDomainBlock, .target = std::string(domain), .occurred_at = *at};
        note_lost(tx, event, account.id, {.followers = count_lost(followers), .following = count_lost(followed)});
        if (!may_go_on) tell_severed(tx, event, account.id);
    }
    return may_go_on;
}

Result<> block_domain(db::Tx& tx, const Account& account, std::string_view text) {
    const auto domain = TRY(parse_domain(text));
    if (accounts::is_our_domain(tx.config(), domain)) {
        return base::invalid("Validation failed: Domain is the one of this server");
    }
    if (!insert_block(tx, account.id, domain)) return {};

    if (TRY(part_from_domain(tx, account, domain, kAtOnce))) {
        jobs::enqueue(tx, "part_from_domain", {{"account_id", account.id.value}, {"domain", domain}});
    }
    notifications::forget_domain(tx, account.id, domain);
    refresh(tx, account.id);
    return {};
}

Result<> unblock_domain(db::Tx& tx, const Account& account, std::string_view text) {
    const auto domain = TRY(parse_domain(text));
    const auto deleted =
        tx.exec("delete from account_domain_blocks where account_id = $1 and domain = $2", {account.id, domain});
    if (deleted > 0) refresh(tx, account.id);
    return {};
}

std::vector<BlockedDomain> blocked_domains(db::Tx& tx, AccountId owner, const http::Page& page) {
    static const timelines::PagedSql kSql("select id, domain from account_domain_blocks where account_id = $4", "id");
    std::vector<BlockedDomain> domains;
    auto rows = tx.query(kSql.for_page(page), {page.max_id, page.lower(), page.limit, owner});
    while (rows.next()) domains.push_back({.id = rows.integer(0), .domain = rows.string(1)});
    return timelines::in_page_order(std::move(domains), page);
}

Result<DomainTies> ties_to_domain(db::Tx& tx, AccountId account, std::string_view text) {
    const auto domain = TRY(parse_domain(text));
    auto rows = tx.query(R"(
        select (select count(*) from follows f where f.account_id = $1
                and exists (select 1 from accounts a where a.id = f.target_account_id and a.domain = $2)),
               (select count(*) from follows f where f.target_account_id = $1
                and exists (select 1 from accounts a where a.id = f.account_id and a.domain = $2)))", {account, domain});
    DomainTies ties;
    if (rows.next()) ties = {.following = rows.integer(0), .followers = rows.integer(1)};
    return ties;
}

bool is_domain_blocked(db::Tx& tx, AccountId account, std::string_view domain) {
    return tx
        .query_integer("select 1 from account_domain_blocks where account_id = $1 and domain = $2", {account, domain})
        .has_value();
}

} // namespace relationships
