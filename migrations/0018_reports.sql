-- What people tell moderators of others.
create table reports (
    id bigint primary key,
    account_id bigint not null references accounts (id) on delete cascade,
    target_account_id bigint not null references accounts (id) on delete cascade,
    category text not null,                     -- spam, legal, violation, other
    comment text not null,
    status_ids text not null,                   -- JSON array of numbers: kept when the posts go
    rule_ids text not null,                     -- the same
    wants_forward boolean not null,
    action_taken_at bigint,
    created_at bigint not null
);
create index reports_by_account on reports (account_id);
create index reports_by_target on reports (target_account_id, id);
create index reports_unresolved on reports (id) where action_taken_at is null;
