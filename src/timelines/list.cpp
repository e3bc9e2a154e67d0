#include "timelines/list.h"

#include "timelines/feed.h"
#include "timelines/feed_rule.h"

#include <string>

namespace timelines {

namespace {

// Which statuses `s` belong in the list `l`, whoever wrote them: none that are direct; answers to others as the list's
// policy has it, but always those to its owner.
std::string list_rule(const Shape& shape = {}) {
    const std::string rule = " s.visibility < 3";
    return shape.may_answer_others ? rule + R"(
    and (s.in_reply_to_account_id is null
         or s.in_reply_to_account_id in (s.account_id, l.account_id)
         or (l.replies_policy = 'followed'
             and exists (select 1 from follows r
                         where r.account_id = l.account_id and r.target_account_id = s.in_reply_to_account_id))
         or (l.replies_policy = 'list'
             and exists (select 1 from list_accounts r
                         where r.list_id = l.id and r.account_id = s.in_reply_to_account_id))))" : rule;
}

constexpr auto* kListsWithAuthor = R"(
        select l.account_id, l.id as list_id
        from statuses s
        join list_accounts m on m.account_id = s.account_id and m.owner_account_id in (select value from ids($3))
        join lists l on l.id = m.list_id)";

// Those who posted last come first, as in home feeds.
std::vector<AccountId> members_by_activity(db::Tx& tx, ListId list) {
    return tx.query_ids<AccountId>(R"(
        select m.account_id from list_accounts m
        where m.list_id = $1 and (select a.suspended_at from accounts a where a.id = m.account_id) is null
        order by coalesce((select t.last_status_at from account_stats t where t.account_id = m.account_id), 0) desc)", {list});
}

// Who is only asked to be followed has no row of a follow, and shows nothing.
void add_member(db::Tx& tx, ListId list, AccountId member, NewestEntries& newest) {
    static const std::string kSql = R"(
        select s.id, s.reblog_of_id
        from lists l
        join follows f on f.account_id = l.account_id and f.target_account_id = $3
        join statuses s on s.account_id = f.target_account_id
        where l.id = $2 and s.account_id = $3 and s.id > $4
          and )" + list_rule() + " and " + follow_rule() + " order by s.id desc limit $5";
    newest.add(tx.query(kSql, {tx.now(), list, member, newest.floor(), kFeedLength}));
}

// Nobody follows themselves, but owners may stand in their lists.
void add_owner(db::Tx& tx, const lists::List& list, NewestEntries& newest) {
    static const std::string kSql = R"(
        select s.id, s.reblog_of_id
        from lists l join statuses s on s.account_id = l.account_id
        where l.id = $1 and s.account_id = $2 and s.id > $3
          and )" + list_rule() + " order by s.id desc limit $4";
    newest.add(tx.query(kSql, {list.id, list.owner, newest.floor(), kFeedLength}));
}

} // namespace

std::vector<StatusId> list_page(db::Tx& tx, const lists::List& list, const http::Page& page) {
    return feed_page(tx, {list.owner, list.id}, page, [&](NewestEntries& newest) {
        for (const AccountId member : members_by_activity(tx, list.id)) {
            member == list.owner ? add_owner(tx, list, newest) : add_member(tx, list.id, member, newest);
        }
    });
}

std::string list_readers_sql(const std::string& which, const Shape& shape) {
    return kListsWithAuthor + std::string(R"(
        join follows f on f.account_id = m.owner_account_id and f.target_account_id = s.account_id
        where )") + which + " and " + list_rule(shape) + " and " + wanted_rule(shape);
}

std::string own_list_readers_sql(const std::string& which, const Shape& shape) {
    return kListsWithAuthor + std::string(" where m.owner_account_id = s.account_id and ") + which + " and "
           + list_rule(shape);
}

} // namespace timelines
