-- People whom somebody recommends to others, each of whom has agreed to it.

create table collections (
    id bigint primary key,
    account_id bigint not null references accounts (id) on delete cascade,
    name text not null,
    description text not null,                  -- as written; of other servers, safe HTML
    language text,
    is_sensitive boolean not null,
    is_discoverable boolean not null,
    tag_id bigint references tags (id) on delete set null,
    uri text,                                   -- null: ours
    url text,
    created_at bigint not null,
    updated_at bigint not null
);
create index collections_by_account on collections (account_id, id);
create unique index collections_by_uri on collections (uri) where uri is not null;
create index collections_by_tag on collections (tag_id) where tag_id is not null;

create table collection_items (
    id bigint primary key,
    collection_id bigint not null references collections (id) on delete cascade,
    account_id bigint not null references accounts (id) on delete cascade,
    state smallint not null,                    -- 0 pending, 1 accepted, 2 rejected, 3 revoked
    uri text,                                   -- of items from elsewhere
    request_uri text,                           -- of the request: ours to another server, or theirs to us
    approval_uri text,                          -- of what another server has accepted it with
    created_at bigint not null,
    changed_at bigint not null                  -- when its state did
);
create unique index collection_items_by_collection on collection_items (collection_id, account_id);
create index collection_items_by_account on collection_items (account_id, state, id);
create index collection_items_by_uri on collection_items (uri) where uri is not null;
create index collection_items_by_request on collection_items (request_uri) where request_uri is not null;
create index collection_items_by_approval on collection_items (approval_uri) where approval_uri is not null;
create index collection_items_ended on collection_items (changed_at) where state >= 2;

alter table notifications add column collection_id bigint;

alter table accounts add column feature_policy bigint not null default 0; -- of others: accounts/feature_policy.h
alter table remote_actors add column featured_collections_url text not null default '';
