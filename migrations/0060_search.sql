-- What people are found by, those with more followers first: search/account_index.h says which terms an account has, and
-- what a tier is. A search walks the tiers from 0, in each of them what begins as the question does, until its page is
-- full.
create table account_terms (
    tier smallint not null,
    term text not null,
    account_id bigint not null references accounts (id) on delete cascade,
    primary key (tier, term, account_id)
) /*without_rowid*/;

insert into account_terms (tier, term, account_id)
select case when s.followers_count >= 65536 then 0
            when s.followers_count >= 16384 then 1
            when s.followers_count >= 4096 then 2
            when s.followers_count >= 1024 then 3
            when s.followers_count >= 256 then 4
            when s.followers_count >= 64 then 5
            when s.followers_count >= 16 then 6
            when s.followers_count >= 4 then 7
            when s.followers_count >= 1 then 8
            else 9 end,
       t.term, t.account_id
from account_search_terms t left join account_stats s on s.account_id = t.account_id;

create index account_terms_by_account on account_terms (account_id, term, tier);
drop table account_search_terms;

-- Whom somebody follows is read from the index alone: by search and by suggestions, hundreds at a time.
drop index follows_by_account;
create index follows_by_account on follows (account_id, id, target_account_id);

-- Shorter hashtags first. Those of 32 characters and more lie together: a search looks once for each length.
create index tags_by_length on tags ((case when length(name) < 32 then length(name) else 32 end), name);
