create table tag_follows (
    id bigint primary key,
    account_id bigint not null references accounts (id) on delete cascade,
    tag_id bigint not null references tags (id) on delete cascade,
    created_at bigint not null
);
create unique index tag_follows_by_pair on tag_follows (tag_id, account_id);
create index tag_follows_by_account on tag_follows (account_id, id);

-- What people show on their profiles.
create table featured_tags (
    id bigint primary key,
    account_id bigint not null references accounts (id) on delete cascade,
    tag_id bigint not null references tags (id) on delete cascade,
    statuses_count bigint not null,             -- public and unlisted ones of theirs that carry it
    last_status_at bigint,
    created_at bigint not null
);
create unique index featured_tags_by_pair on featured_tags (account_id, tag_id);

-- How much public posts used a tag on one day (in UTC, counted from 1970). What is deleted stays counted.
create table tag_days (
    tag_id bigint not null references tags (id) on delete cascade,
    day bigint not null,
    uses bigint not null,
    accounts bigint not null,
    primary key (tag_id, day)
) /*without_rowid*/;
create index tag_days_by_day on tag_days (day);

-- Who is among a day's accounts already. Kept until the day is over.
create table tag_day_accounts (
    tag_id bigint not null references tags (id) on delete cascade,
    day bigint not null,
    account_id bigint not null,
    primary key (tag_id, day, account_id)
) /*without_rowid*/;
create index tag_day_accounts_by_day on tag_day_accounts (day);

insert into tag_days (tag_id, day, uses, accounts)
select st.tag_id, s.created_at / 86400000, count(*), count(distinct s.account_id)
from statuses_tags st join statuses s on s.id = st.status_id
where s.visibility = 0
group by st.tag_id, s.created_at / 86400000;

insert into tag_day_accounts (tag_id, day, account_id)
select distinct st.tag_id, s.created_at / 86400000, s.account_id
from statuses_tags st join statuses s on s.id = st.status_id
where s.visibility = 0;

-- Somebody's posts with a tag lie side by side.
alter table statuses_tags add column account_id bigint not null default 0;
update statuses_tags set account_id = (select account_id from statuses where id = status_id);
create index statuses_tags_by_account on statuses_tags (tag_id, account_id, status_id);
