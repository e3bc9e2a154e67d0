-- What came with posts and people of other servers, and what is still to be asked for.

-- Answers to posts that we do not have yet: when one comes, they take their place under it.
create table awaited_parents (
    status_id bigint primary key references statuses (id) on delete cascade,
    parent_uri text not null
);
create index awaited_parents_by_uri on awaited_parents (parent_uri);

-- Their own server has suspended them, and nobody here has: it may take that back.
alter table remote_actors add column is_suspended_there boolean not null default false;
-- When collections, pins and counts were last looked at; null: never.
alter table remote_actors add column details_at bigint;

-- Servers that the operator keeps away. Nothing comes from them and nothing goes there ('suspend'), or what comes stays
-- out of public places ('silence').
create table domain_blocks (
    domain text primary key,                    -- with all names below it
    severity text not null,                     -- suspend, silence, noop
    rejects_media boolean not null default false,
    rejects_reports boolean not null default false,
    comment text not null default '',
    created_at bigint not null
);

-- Some jobs wait for other machines: they have threads of their own, so that nothing else waits with them.
alter table jobs add column is_waiting boolean not null default false;
drop index jobs_due;
create index jobs_due on jobs (is_waiting, run_at, id) where dead_at is null;

-- When answers to a post of another server were last looked for there.
create table fetched_replies (
    status_id bigint primary key references statuses (id) on delete cascade,
    fetched_at bigint not null
);

-- When people of other servers moved last: once a week counts.
create table account_moves (
    account_id bigint primary key references accounts (id) on delete cascade,
    moved_at bigint not null
);
-- For those who mute somebody that moves.
create index mutes_by_target on mutes (target_account_id);
-- Posts of others by the address of their page, as people paste it.
create index statuses_by_url on statuses (url) where url is not null;
