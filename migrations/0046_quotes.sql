-- Posts that show another post, and what its author says to that.

alter table statuses add column quote_policy bigint not null default 0; -- statuses/quote_policy.h
alter table status_stats add column quotes_count bigint not null default 0;

create table quotes (
    status_id bigint primary key references statuses (id) on delete cascade,
    account_id bigint not null references accounts (id) on delete cascade,  -- who quotes
    quoted_status_id bigint references statuses (id) on delete set null,    -- null: gone, or not known here yet
    quoted_account_id bigint references accounts (id) on delete set null,
    state smallint not null,                    -- 0 pending, 1 accepted, 2 rejected, 3 revoked
    quoted_uri text not null default '',        -- of posts from elsewhere
    request_uri text,                           -- of the request: ours to another server, or theirs to us
    approval_uri text,                          -- of what another server has accepted it with
    created_at bigint not null
);
create index quotes_by_quoted on quotes (quoted_status_id, state, status_id) where quoted_status_id is not null;
create index quotes_by_quoted_account on quotes (quoted_account_id) where quoted_account_id is not null;
create index quotes_by_account on quotes (account_id);
create index quotes_by_request on quotes (request_uri) where request_uri is not null;
create index quotes_by_approval on quotes (approval_uri) where approval_uri is not null;
