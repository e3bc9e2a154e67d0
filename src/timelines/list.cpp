#include "timelines/list.h"

#include "timelines/feed.h"
#include "timelines/feed_rule.h"

#include <string>

namespace timelines {

namespace {

// Which statuses `s` belong in the list `l`, whoever wrote them: none that are direct; answers to others as the list's
// policy has it, but always those to its owner.
const std::string kListRule = R"( s.visibility < 3
    and (s.in_reply_to_account_id is null
         or s.in_reply_to_account_id in (s.account_id, l.account_id)
         or (l.replies_policy = 'followed'
             and exists (select 1 from follows r
                         where r.account_id = l.account_id and r.target_account_id = s.in_reply_to_account_id))
         or (l.replies_policy = 'list'
             and exists (select 1 from list_accounts r
                         where r.list_id = l.id and r.account_id = s.in_reply_to_account_id))))";

// Those who posted last come first, as in home feeds.
std::vector<AccountId> members_by_activity(db::Tx& tx, ListId list) {
    return tx.query_ids<AccountId>(R"(
        select m.account_id from list_accounts m
        where m.list_id = $1 and (select a.suspended_at from accounts a where a.id = m.account_id) is null
        order by coalesce((select t.last_status_at from account_stats t where t.account_id = m.account_id), 0) desc)", {list});
}

// Who is only asked to be followed has no row of a follow, and shows nothing.
void add_member(db::Tx& tx, ListId list, AccountId member, NewestEntries& newest) {
    static const std::string kSql =
        R"(
        select s.id, s.reblog_of_id
        from lists l
        join follows f on f.account_id = l.account_id and f.target_account_id = $3
        join statuses s on s.account_id = f.target_account_id
        where l.id = $2 and s.account_id = $3 and s.id > $4
          and )" + kListRule + " and " + std::string(kFollowRule) + " order by s.id desc limit $5";
    newest.add(tx.query(kSql, {tx.now(), list, member, newest.floor(), kFeedLength}));
}

// Nobody follows themselves, but owners may stand in their lists.
void add_owner(db::Tx& tx, const lists::List& list, NewestEntries& newest) {
    static const std::string kSql = R"(
        select s.id, s.reblog_of_id
        from lists l join statuses s on s.account_id = l.account_id
        where l.id = $1 and s.account_id = $2 and s.id > $3
          and )" + kListRule + " order by s.id desc limit $4";
    newest.add(tx.query(kSql, {list.id, list.owner, newest.floor(), kFeedLength}));
}

// Of which lists, for the statuses that `which` says: $1 is the time, $2 an id, $3 the owners.
std::string readers_sql(const std::string& which) {
    const std::string lists = R"(
        select l.account_id, l.id
        from statuses s
        join list_accounts m on m.account_id = s.account_id and m.owner_account_id in (select value from ids($3))
        join lists l on l.id = m.list_id)";
    return lists + R"(
        join follows f on f.account_id = m.owner_account_id and f.target_account_id = s.account_id
        where )" + which + " and " + kListRule + " and " + std::string(kFollowRule) + " union " + lists + R"(
        where m.owner_account_id = s.account_id and )"
           + which + " and " + kListRule;
}

std::vector<base::FeedKey> find_readers(db::Tx& tx, const std::string& sql, StatusId status,
                                        std::span<const AccountId> owners) {
    std::vector<base::FeedKey> keys;
    if (owners.empty()) return keys;
    auto rows = tx.query(sql, {tx.now(), status, owners});
    while (rows.next()) keys.emplace_back(rows.id<AccountId>(0), rows.id<ListId>(1));
    return keys;
}

} // namespace

std::vector<StatusId> list_page(db::Tx& tx, const lists::List& list, const http::Page& page) {
    return feed_page(tx, {list.owner, list.id}, page, [&](NewestEntries& newest) {
        for (const AccountId member : members_by_activity(tx, list.id)) {
            member == list.owner ? add_owner(tx, list, newest) : add_member(tx, list.id, member, newest);
        }
    });
}

std::vector<base::FeedKey> list_readers(db::Tx& tx, StatusId status, std::span<const AccountId> owners) {
    static const std::string kSql = readers_sql("s.id = $2");
    return find_readers(tx, kSql, status, owners);
}

std::vector<base::FeedKey> list_readers_of_boosts(db::Tx& tx, StatusId original, std::span<const AccountId> owners) {
    static const std::string kSql = readers_sql("s.reblog_of_id = $2");
    return find_readers(tx, kSql, original, owners);
}

} // namespace timelines
