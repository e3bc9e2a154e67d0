#include "lists/members.h"

#include "accounts/accounts.h"
#include "timelines/feed.h"

#include <algorithm>
#include <limits>

namespace lists {

namespace {

std::vector<AccountId> distinct(std::span<const AccountId> accounts) {
    std::vector<AccountId> sorted(accounts.begin(), accounts.end());
    std::sort(sorted.begin(), sorted.end());
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    return sorted;
}

// Whether the owner follows all of them, or has asked to, or is who is meant.
bool are_all_followed(db::Tx& tx, AccountId owner, const std::vector<AccountId>& accounts) {
    const auto strangers = tx.query_integer(R"(
        select count(*) from ids($2) l
        where l.value <> $1
          and not exists (select 1 from follows f where f.account_id = $1 and f.target_account_id = l.value)
          and not exists (select 1 from follow_requests r where r.account_id = $1 and r.target_account_id = l.value))", {owner, accounts});
    return strangers == 0;
}

void drop_timelines(db::Tx& tx, const List& list) {
    timelines::drop_feed(tx, {list.owner, list.id});
    if (list.is_exclusive) timelines::drop_feed(tx, list.owner);
}

} // namespace

Result<> add_members(db::Tx& tx, const List& list, std::span<const AccountId> accounts) {
    const auto added = distinct(accounts);
    if (added.empty()) return {};
    if (accounts::shown_among(tx, added).size() != added.size()) return base::not_found();
    if (!are_all_followed(tx, list.owner, added)) return base::not_found();
    const auto inserted = tx.exec(R"(
        insert into list_accounts (list_id, account_id, owner_account_id)
        select $1, value, $2 from ids($3) where true
        on conflict (list_id, account_id) do nothing)", {list.id, list.owner, added});
    if (inserted != static_cast<std::int64_t>(added.size())) {
        return base::invalid("Validation failed: Account has already been taken");
    }
    drop_timelines(tx, list);
    return {};
}

void remove_members(db::Tx& tx, const List& list, std::span<const AccountId> accounts) {
    const auto removed = tx.exec(R"(
        delete from list_accounts where list_id = $1 and account_id in (select value from ids($2)))", {list.id, accounts});
    if (removed > 0) drop_timelines(tx, list);
}

void leave_lists(db::Tx& tx, AccountId owner, AccountId member) {
    tx.exec("delete from list_accounts where account_id = $2 and owner_account_id = $1", {owner, member});
}

void join_lists_of(db::Tx& tx, AccountId owner, AccountId from, AccountId to) { tx.exec(R"(
        insert into list_accounts (list_id, account_id, owner_account_id)
        select list_id, $3, owner_account_id from list_accounts where account_id = $2 and owner_account_id = $1
        on conflict (list_id, account_id) do nothing)", {owner, from, to}); }

std::vector<AccountId> members(db::Tx& tx, const List& list, const http::Page& page) {
    static const std::string kSelect = R"(
        select m.account_id from list_accounts m join accounts a on a.id = m.account_id
        where m.list_id = $1 and m.account_id < $2 and m.account_id > $3 and a.suspended_at is null
        order by m.account_id)";
    static const std::string kNewestFirst = kSelect + " desc limit $4", kFromBelow = kSelect + " limit $4";
    auto ids = tx.query_ids<AccountId>(page.from_below() ? kFromBelow : kNewestFirst,
                                       {list.id, page.max_id, page.lower(), page.limit});
    if (page.from_below()) std::reverse(ids.begin(), ids.end());
    return ids;
}

std::vector<AccountId> all_members(db::Tx& tx, const List& list) {
    http::Page page;
    page.limit = std::numeric_limits<int>::max();
    return members(tx, list, page);
}

} // namespace lists
