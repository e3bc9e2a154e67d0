-- Where actors of other servers are reached, as their documents said when we last asked. Remote accounts only.
create table remote_actors (
    account_id bigint primary key references accounts (id) on delete cascade,
    inbox_url text not null,
    shared_inbox_url text not null default '',
    delivery_inbox_url text not null,           -- the shared one where there is one: what is delivered goes there
    outbox_url text not null default '',
    followers_url text not null default '',
    following_url text not null default '',
    featured_url text not null default '',
    featured_tags_url text not null default '',
    fetched_at bigint not null
);

-- The keys that remote actors sign with, by the id that signatures name.
create table remote_keys (
    id text primary key,                        -- a URL
    account_id bigint not null references accounts (id) on delete cascade,
    public_key text not null,                   -- PEM
    fetched_at bigint not null
);
create index remote_keys_by_account on remote_keys (account_id);

-- The keys that we sign with. -99 is the server itself; everybody else is one of our accounts.
create table own_keys (
    account_id bigint primary key,
    private_key text not null,                  -- PEM
    public_key text not null,                   -- PEM
    created_at bigint not null
);

-- What we send, once, and to whom, an inbox a row. A delivery goes when it has been taken or given up.
create table delivery_documents (
    id bigint primary key,
    account_id bigint not null,                 -- who signs it: as in own_keys
    document text not null,                     -- the finished activity
    created_at bigint not null
);
create table deliveries (
    id bigint primary key,
    document_id bigint not null references delivery_documents (id) on delete cascade,
    host text not null,                         -- of the inbox, with a port that is not the usual one
    inbox_url text not null,
    attempts smallint not null default 0,       -- failed so far
    run_at bigint not null,
    leased_until bigint,                        -- null: nobody is sending it
    last_error text not null default ''
);
create index deliveries_by_host on deliveries (host, run_at, id);
create index deliveries_due on deliveries (run_at, id);
create index deliveries_by_document on deliveries (document_id);

-- What we know of the servers that we talk to.
create table federation_hosts (
    host text primary key,
    last_success_at bigint,
    last_failure_at bigint,
    last_error text not null default '',
    failing_days smallint not null default 0,   -- different days with failures since the last success
    unavailable_since bigint,                   -- nothing is delivered there until it shows that it lives
    signature_scheme smallint not null default 0 -- 0 draft-cavage-12, 1 RFC 9421
);

-- What others sent: kept before it is answered, gone when it has had its effect. In order for each actor.
create table received_activities (
    id bigint primary key,
    actor_id bigint not null references accounts (id) on delete cascade, -- whose signature it bears
    inbox_account_id bigint,                    -- whose inbox it came to; null: the shared one
    activity text not null,
    attempts smallint not null default 0,       -- failed so far
    run_at bigint not null,
    leased_until bigint,
    last_error text not null default '',
    received_at bigint not null
);
create index received_activities_due on received_activities (run_at, id);
create index received_activities_by_actor on received_activities (actor_id, id);

-- The ids of activities that had their effect: a second copy has none. Kept for longer than a signature is good.
create table seen_activities (
    uri text primary key,
    seen_at bigint not null
);
create index seen_activities_by_age on seen_activities (seen_at);

-- Objects of other servers that were deleted: they never come again.
create table tombstones (
    uri text primary key,
    deleted_at bigint not null
);
create index tombstones_by_age on tombstones (deleted_at);

-- What the other server calls it; ours are derived from their ids.
alter table follows add column uri text;
alter table follow_requests add column uri text;
alter table blocks add column uri text;
create index follows_by_uri on follows (uri) where uri is not null;
create index follow_requests_by_uri on follow_requests (uri) where uri is not null;
