-- Whom people lost when servers were blocked: what they are told of it. A row grows while the ties of its block are cut.
create table severances (
    id bigint primary key,
    account_id bigint not null references accounts (id) on delete cascade, -- one of ours
    kind smallint not null,                     -- 0 the operator blocked a server, 1 they did so themselves
    target_name text not null,                  -- the server
    occurred_at bigint not null,                -- when it was blocked: a later block is another one
    followers_count integer not null default 0,
    following_count integer not null default 0,
    is_told boolean not null default false
);
create unique index severances_by_event on severances (kind, target_name, occurred_at, account_id);
create index severances_by_account on severances (account_id);
alter table notifications add column severance_id bigint;
