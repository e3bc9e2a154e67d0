-- What a reader wants to hear from strangers: accept, filter (kept apart, see notification_requests), drop.
create table notification_policies (
    account_id bigint primary key references accounts (id) on delete cascade,
    for_not_following text not null,
    for_not_followers text not null,
    for_new_accounts text not null,
    for_private_mentions text not null,
    for_limited_accounts text not null,
    for_bots text not null
);

-- Whose notifications are told whatever the policy says.
create table notification_permissions (
    account_id bigint not null references accounts (id) on delete cascade,
    from_account_id bigint not null references accounts (id) on delete cascade,
    primary key (account_id, from_account_id)
) /*without_rowid*/;
create index notification_permissions_by_from on notification_permissions (from_account_id);

-- Somebody whose mentions were held back, for the reader to decide.
create table notification_requests (
    id bigint primary key,
    account_id bigint not null references accounts (id) on delete cascade,
    from_account_id bigint not null references accounts (id) on delete cascade,
    created_at bigint not null,
    updated_at bigint not null
);
create unique index notification_requests_by_pair on notification_requests (account_id, from_account_id);
create index notification_requests_by_account on notification_requests (account_id, id);
create index notification_requests_by_from on notification_requests (from_account_id);
-- What was held back from each of them.
create index notifications_filtered on notifications (account_id, from_account_id, id)
    where is_filtered and type = 'mention';

-- Who wants to hear of every post of somebody with many followers.
create index follows_by_bell on follows (target_account_id, id) where notifies;
