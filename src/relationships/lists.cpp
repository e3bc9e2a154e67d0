#include "relationships/lists.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace relationships {

namespace {

// A list's query in both orders: newest first, and, for min_id, those nearest above it. Its columns: the row's id, the
// account, when it expires. $1 is the owner; the rest of the page follows as $2 to $4.
class ListQuery {
public:
    explicit ListQuery(std::string_view select)
        : newest_first_(std::string(select) + " order by 1 desc limit $4"),
          from_below_(std::string(select) + " order by 1 limit $4") {}

    std::string_view sql(const http::Page& page) const { return page.from_below() ? from_below_ : newest_first_; }

private:
    std::string newest_first_;
    std::string from_below_;
};

std::vector<ListEntry> read(db::Rows rows, const http::Page& page) {
    std::vector<ListEntry> entries;
    while (rows.next()) {
        entries.push_back({.id = rows.integer(0), .account = rows.id<AccountId>(1), .expires_at = rows.maybe_time(2)});
    }
    if (page.from_below()) std::reverse(entries.begin(), entries.end());
    return entries;
}

bool may_see_profile(db::Tx& tx, AccountId account, AccountId viewer) {
    return account == viewer
           || !tx.query_integer("select 1 from blocks where account_id = $1 and target_account_id = $2",
                                {account, viewer})
                   .has_value();
}

bool may_see_lists(db::Tx& tx, AccountId account, AccountId viewer) {
    if (account == viewer) return true;
    return tx.query_integer(R"(
        select 1 from accounts where id = $1 and not hides_collections and suspended_at is null
          and not exists (select 1 from blocks where account_id = $1 and target_account_id = $2))", {account, viewer}).has_value();
}

// Whose lists one reads oneself, they are not filtered.
AccountId filtering_viewer(AccountId account, AccountId viewer) { return account == viewer ? AccountId{} : viewer; }

} // namespace

std::vector<ListEntry> followers(db::Tx& tx, AccountId account, AccountId viewer, const http::Page& page) {
    static const ListQuery query(R"(
        select f.id, f.account_id, null from follows f join accounts a on a.id = f.account_id
        where f.target_account_id = $1 and f.id < $2 and f.id > $3 and a.suspended_at is null
          and not exists (select 1 from blocks b where b.account_id = $5 and b.target_account_id = f.account_id)
          and not exists (select 1 from blocks b where b.account_id = f.account_id and b.target_account_id = $5)
          and not exists (select 1 from mutes m where m.account_id = $5 and m.target_account_id = f.account_id
                          and (m.expires_at is null or m.expires_at > $6)))");
    if (!may_see_lists(tx, account, viewer)) return {};
    return read(tx.query(query.sql(page),
                         {account, page.max_id, page.lower(), page.limit, filtering_viewer(account, viewer), tx.now()}),
                page);
}

std::vector<ListEntry> following(db::Tx& tx, AccountId account, AccountId viewer, const http::Page& page) {
    static const ListQuery query(R"(
        select f.id, f.target_account_id, null from follows f join accounts a on a.id = f.target_account_id
        where f.account_id = $1 and f.id < $2 and f.id > $3 and a.suspended_at is null
          and not exists (select 1 from blocks b where b.account_id = $5 and b.target_account_id = f.target_account_id)
          and not exists (select 1 from blocks b where b.account_id = f.target_account_id and b.target_account_id = $5)
          and not exists (select 1 from mutes m where m.account_id = $5 and m.target_account_id = f.target_account_id
                          and (m.expires_at is null or m.expires_at > $6)))");
    if (!may_see_lists(tx, account, viewer)) return {};
    return read(tx.query(query.sql(page),
                         {account, page.max_id, page.lower(), page.limit, filtering_viewer(account, viewer), tx.now()}),
                page);
}

std::vector<ListEntry> endorsed(db::Tx& tx, AccountId account, AccountId viewer, const http::Page& page) {
    static const ListQuery query(R"(
        select e.id, e.target_account_id, null from endorsements e join accounts a on a.id = e.target_account_id
        where e.account_id = $1 and e.id < $2 and e.id > $3 and a.suspended_at is null
          and not exists (select 1 from blocks b where b.account_id = $5 and b.target_account_id = e.target_account_id)
          and not exists (select 1 from blocks b where b.account_id = e.target_account_id and b.target_account_id = $5)
          and not exists (select 1 from mutes m where m.account_id = $5 and m.target_account_id = e.target_account_id
                          and (m.expires_at is null or m.expires_at > $6)))");
    if (!may_see_profile(tx, account, viewer)) return {};
    return read(tx.query(query.sql(page),
                         {account, page.max_id, page.lower(), page.limit, filtering_viewer(account, viewer), tx.now()}),
                page);
}

std::vector<ListEntry> follow_requests(db::Tx& tx, AccountId owner, const http::Page& page) {
    static const ListQuery query(R"(
        select r.id, r.account_id, null from follow_requests r join accounts a on a.id = r.account_id
        where r.target_account_id = $1 and r.id < $2 and r.id > $3 and a.suspended_at is null)");
    return read(tx.query(query.sql(page), {owner, page.max_id, page.lower(), page.limit}), page);
}

std::vector<ListEntry> blocked(db::Tx& tx, AccountId owner, const http::Page& page) {
    static const ListQuery query(R"(
        select b.id, b.target_account_id, null from blocks b join accounts a on a.id = b.target_account_id
        where b.account_id = $1 and b.id < $2 and b.id > $3 and a.suspended_at is null)");
    return read(tx.query(query.sql(page), {owner, page.max_id, page.lower(), page.limit}), page);
}

std::vector<ListEntry> muted(db::Tx& tx, AccountId owner, const http::Page& page) {
    static const ListQuery query(R"(
        select m.id, m.target_account_id, m.expires_at from mutes m join accounts a on a.id = m.target_account_id
        where m.account_id = $1 and m.id < $2 and m.id > $3 and a.suspended_at is null
          and (m.expires_at is null or m.expires_at > $5))");
    return read(tx.query(query.sql(page), {owner, page.max_id, page.lower(), page.limit, tx.now()}), page);
}

} // namespace relationships
