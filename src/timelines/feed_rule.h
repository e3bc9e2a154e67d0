#pragma once

#include <string_view>

namespace timelines {

// Which statuses `s` of somebody followed belong in any feed of the follower, where `f` is the row of the follow and $1
// the time: boosts unless they are switched off; chosen languages only; nothing by, boosted from or mentioning somebody
// muted or blocked, nothing boosted from a blocked domain or from somebody who blocks the follower.
inline constexpr std::string_view kFollowRule = R"((s.reblog_of_id is null or f.shows_reblogs)
    and (f.languages is null or s.language is null or f.languages like '%"' || s.language || '"%')
    and not exists (select 1 from mutes x where x.account_id = f.account_id and x.target_account_id = s.account_id
                    and (x.expires_at is null or x.expires_at > $1))
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

} // namespace timelines
