create table polls (
    id bigint primary key,
    status_id bigint not null unique references statuses (id) on delete cascade,
    is_multiple boolean not null,
    hides_totals boolean not null,              -- until it has ended
    expires_at bigint,
    closed_at bigint,                           -- its voters were told
    voters_count bigint not null default 0
);

create table poll_options (
    poll_id bigint not null references polls (id) on delete cascade,
    position smallint not null,
    title text not null,
    votes_count bigint not null default 0,
    primary key (poll_id, position)
) /*without_rowid*/;

create table poll_votes (
    poll_id bigint not null references polls (id) on delete cascade,
    account_id bigint not null references accounts (id) on delete cascade,
    position smallint not null,
    primary key (poll_id, account_id, position)
) /*without_rowid*/;
create index poll_votes_by_account on poll_votes (account_id);

alter table statuses add column poll_id bigint;
