-- Whom somebody does not want to be suggested again.
create table suggestion_dismissals (
    account_id bigint not null references accounts (id) on delete cascade,
    target_account_id bigint not null references accounts (id) on delete cascade,
    primary key (account_id, target_account_id)
) /*without_rowid*/;
create index suggestion_dismissals_by_target on suggestion_dismissals (target_account_id);

-- The directory: by age, which is the order of ids, and by their last post.
create index accounts_discoverable on accounts (id) where is_discoverable;
create index account_stats_by_activity on account_stats (last_status_at) where last_status_at is not null;
