create table scheduled_statuses (
    id bigint primary key,
    account_id bigint not null references accounts (id) on delete cascade,
    scheduled_at bigint not null,
    params text not null,                       -- JSON: the draft, as its author is shown it
    idempotency_key text not null,              -- that it came with, '' is none
    created_at bigint not null
);
create index scheduled_statuses_by_account on scheduled_statuses (account_id, id);
create index scheduled_statuses_by_time on scheduled_statuses (account_id, scheduled_at);
