create table lists (
    id bigint primary key,
    account_id bigint not null references accounts (id) on delete cascade,
    title text not null,
    replies_policy text not null,               -- list, followed, none: to whom its people's answers may be
    is_exclusive boolean not null,              -- its people do not stand in the home timeline
    created_at bigint not null
);
create index lists_by_account on lists (account_id, id);

create table list_accounts (
    list_id bigint not null references lists (id) on delete cascade,
    account_id bigint not null references accounts (id) on delete cascade,
    owner_account_id bigint not null,           -- the list's
    primary key (list_id, account_id)
) /*without_rowid*/;
create index list_accounts_by_account on list_accounts (account_id, owner_account_id, list_id);
