-- What somebody wants to remember of somebody else, for their own eyes.
create table account_notes (
    account_id bigint not null references accounts (id) on delete cascade,
    target_account_id bigint not null references accounts (id) on delete cascade,
    comment text not null,
    primary key (account_id, target_account_id)
) /*without_rowid*/;
create index account_notes_by_target on account_notes (target_account_id);

-- Whom somebody shows on their profile: people they follow.
create table endorsements (
    id bigint primary key,
    account_id bigint not null references accounts (id) on delete cascade,
    target_account_id bigint not null references accounts (id) on delete cascade,
    created_at bigint not null
);
create unique index endorsements_by_pair on endorsements (account_id, target_account_id);
create index endorsements_by_account on endorsements (account_id, id);
create index endorsements_by_target on endorsements (target_account_id);

-- Servers that somebody wants to read nothing of.
create table account_domain_blocks (
    id bigint primary key,
    account_id bigint not null references accounts (id) on delete cascade,
    domain text not null,
    created_at bigint not null
);
create unique index account_domain_blocks_by_pair on account_domain_blocks (account_id, domain);
create index account_domain_blocks_by_account on account_domain_blocks (account_id, id);

-- Which tabs of their profile somebody shows.
alter table accounts add column shows_media boolean not null default true;
alter table accounts add column shows_media_replies boolean not null default true;
alter table accounts add column shows_featured boolean not null default true;
