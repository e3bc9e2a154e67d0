#include "timelines/feed_rule.h"

namespace timelines {

namespace {

constexpr auto* kWanted = R"((f.languages is null or s.language is null or f.languages like '%"' || s.language || '"%')
    and not exists (select 1 from mutes x where x.account_id = f.account_id and x.target_account_id = s.account_id
                    and (x.expires_at is null or x.expires_at > $1)))";
constexpr auto* kWantedBoosts = " and (s.reblog_of_id is null or f.shows_reblogs)";

constexpr auto* kNobodyHidden = R"(
    and not exists (select 1 from mentions m
                    where m.status_id = coalesce(s.reblog_of_id, s.id) and not m.is_silent
                      and (exists (select 1 from mutes x
                                   where x.account_id = f.account_id and x.target_account_id = m.account_id
                                     and (x.expires_at is null or x.expires_at > $1))
                           or exists (select 1 from blocks b
                                      where b.account_id = f.account_id and b.target_account_id = m.account_id)))
    and (s.reblog_of_id is null or not exists (
            select 1 from statuses o
            where o.id = s.reblog_of_id
              and (exists (select 1 from mutes x
                           where x.account_id = f.account_id and x.target_account_id = o.account_id
                             and (x.expires_at is null or x.expires_at > $1))
                   or exists (select 1 from blocks b
                              where b.account_id = f.account_id and b.target_account_id = o.account_id)
                   or exists (select 1 from blocks b
                              where b.account_id = o.account_id and b.target_account_id = f.account_id)
                   or exists (select 1 from account_domain_blocks d join accounts a on a.domain = d.domain
                              where d.account_id = f.account_id and a.id = o.account_id)))))";

} // namespace

Shape shape_of(const statuses::Status& status, bool has_hashtags) {
    return {.may_be_boost = status.reblog_of.has_value(),
            .may_answer_others = status.in_reply_to_account && *status.in_reply_to_account != status.author,
            .may_be_direct = status.visibility == statuses::Visibility::Direct,
            .may_have_hashtags = has_hashtags};
}

std::string follow_rule() { return std::string(kWanted) + kWantedBoosts + kNobodyHidden; }

std::string wanted_rule(const Shape& shape) {
    return shape.may_be_boost ? std::string(kWanted) + kWantedBoosts : kWanted;
}

std::string hiders_sql(const std::string& original, const Shape& shape) {
    const std::string author = "select o.account_id from statuses o where o.id = " + original;
    const std::string people =
        author + " union all select m.account_id from mentions m where not m.is_silent and m.status_id = " + original;
    std::string sql = "select x.account_id from mutes x where (x.expires_at is null or x.expires_at > $1)"
                      " and x.target_account_id in ("
                      + people + ") union all select b.account_id from blocks b where b.target_account_id in (" + people
                      + ")";
    // Who follows the author has blocked neither them nor their domain, and is not blocked.
    if (!shape.may_be_boost && !shape.may_have_hashtags) return sql;
    return sql + " union all select b.target_account_id from blocks b where b.account_id = (" + author
           + ") union all select d.account_id from account_domain_blocks d"
             " where d.domain = (select a.domain from accounts a where a.id = ("
           + author + "))";
}

} // namespace timelines
