#include "timelines/home.h"

#include "tags/follows.h"
#include "timelines/feed.h"
#include "timelines/feed_rule.h"

#include <string>

namespace timelines {

namespace {

constexpr auto* kNoAnswersToStrangers = R"(
    and (s.in_reply_to_account_id is null
         or s.in_reply_to_account_id in (s.account_id, f.account_id)
         or exists (select 1 from follows r
                    where r.account_id = f.account_id and r.target_account_id = s.in_reply_to_account_id)))";
constexpr auto* kOnlyToThem = R"(
    and (s.visibility < 3
         or exists (select 1 from mentions m where m.status_id = s.id and m.account_id = f.account_id)))";
constexpr auto* kNobodyOfExclusiveLists = R"(
    and not exists (select 1 from list_accounts e join lists l on l.id = e.list_id
                    where e.account_id = f.target_account_id and e.owner_account_id = f.account_id
                      and l.is_exclusive))";

// Of whom one follows: answers only to oneself, to the follower and to people whom the follower follows too; direct
// ones only when they mention the follower; nobody who is in an exclusive list.
std::string home_rule(const Shape& shape = {}) {
    std::string rule;
    if (shape.may_answer_others) rule += kNoAnswersToStrangers;
    if (shape.may_be_direct) rule += kOnlyToThem;
    return rule + kNobodyOfExclusiveLists;
}

// Which statuses `s` with a tag belong in the home feed of `g.account_id`, who follows it: public originals by people
// who are not limited, and by and with nobody whom the follower hides.
const std::string kTagRule = R"(s.visibility = 0 and s.reblog_of_id is null
    and exists (select 1 from accounts a
                where a.id = s.account_id and a.silenced_at is null and a.suspended_at is null))";
// They are of no blocked domain, neither are by nor mention somebody muted or blocked, and are not by somebody who
// blocks.
constexpr auto* kNobodyHidden = R"(
    and not exists (select 1 from account_domain_blocks d join accounts a on a.domain = d.domain
                    where d.account_id = g.account_id and a.id = s.account_id)
    and not exists (select 1 from blocks b where b.account_id = s.account_id and b.target_account_id = g.account_id)
    and not exists (select 1 from (select s.account_id as id
                                   union all select m.account_id from mentions m
                                             where m.status_id = s.id and not m.is_silent) p
                    where exists (select 1 from blocks b
                                  where b.account_id = g.account_id and b.target_account_id = p.id)
                       or exists (select 1 from mutes x
                                  where x.account_id = g.account_id and x.target_account_id = p.id
                                    and (x.expires_at is null or x.expires_at > $1))))";

void add_own(db::Tx& tx, AccountId viewer, NewestEntries& newest) {
    newest.add(tx.query(R"(
        select id, reblog_of_id from statuses where account_id = $1 order by id desc limit $2)", {viewer, kFeedLength}));
}

// Those who posted last come first, so that the floor rises early and the others' statuses are hardly read.
std::vector<AccountId> followed_by(db::Tx& tx, AccountId viewer) { return tx.query_ids<AccountId>(R"(
        select f.target_account_id from follows f
        join account_stats t on t.account_id = f.target_account_id
        join accounts a on a.id = f.target_account_id
        where f.account_id = $1 and a.suspended_at is null
        order by coalesce(t.last_status_at, 0) desc)", {viewer}); }

void add_followed(db::Tx& tx, AccountId viewer, AccountId author, NewestEntries& newest) {
    static const std::string kSql = R"(
        select s.id, s.reblog_of_id
        from follows f join statuses s on s.account_id = f.target_account_id
        where f.account_id = $2 and f.target_account_id = $3 and s.account_id = $3 and s.id > $4
          and )" + follow_rule() + home_rule() + " order by s.id desc limit $5";
    newest.add(tx.query(kSql, {tx.now(), viewer, author, newest.floor(), kFeedLength}));
}

void add_tagged(db::Tx& tx, AccountId viewer, TagId tag, NewestEntries& newest) {
    static const std::string kSql = R"(
        select s.id, s.reblog_of_id
        from tag_follows g
        join statuses_tags t on t.tag_id = g.tag_id
        join statuses s on s.id = t.status_id
        where g.account_id = $2 and g.tag_id = $3 and t.tag_id = $3 and t.status_id > $4
          and )" + kTagRule + kNobodyHidden + " order by t.status_id desc limit $5";
    newest.add(tx.query(kSql, {tx.now(), viewer, tag, newest.floor(), kFeedLength}));
}

} // namespace

std::vector<StatusId> home_page(db::Tx& tx, AccountId viewer, const http::Page& page) {
    return feed_page(tx, viewer, page, [&](NewestEntries& newest) {
        add_own(tx, viewer, newest);
        for (const AccountId author : followed_by(tx, viewer)) add_followed(tx, viewer, author, newest);
        for (const TagId tag : tags::all_followed_tags(tx, viewer)) add_tagged(tx, viewer, tag, newest);
    });
}

std::string home_readers_sql(const std::string& which, const Shape& shape) {
    constexpr auto* kIsPresent = "account_id in (select value from ids($3))";
    const std::string followers = R"(
        select f.account_id, cast(0 as bigint) as list_id
        from statuses s join follows f on f.target_account_id = s.account_id
        where )" + which + " and f.";
    const std::string of_hashtags = R"(
        union all select g.account_id, cast(0 as bigint)
        from statuses s join statuses_tags t on t.status_id = s.id join tag_follows g on g.tag_id = t.tag_id
        where )" + which + " and g.";
    auto sql = followers + kIsPresent + " and " + wanted_rule(shape) + home_rule(shape);
    if (shape.may_have_hashtags) sql += of_hashtags + kIsPresent + " and " + kTagRule;
    return sql;
}

} // namespace timelines
