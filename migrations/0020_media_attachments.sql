-- What hangs on posts: files of ours, and pictures, sound and video of others that we know the address of.
create table media_attachments (
    id bigint primary key,
    account_id bigint not null references accounts (id) on delete cascade,
    status_id bigint references statuses (id) on delete set null, -- null: not posted yet
    position smallint not null default 0,       -- within its status
    type text not null,                         -- image, gifv, video, audio, unknown
    state smallint not null,                    -- 0 processing, 1 ready, 2 failed
    content_type text not null default '',
    file_key text not null default '',          -- in the media store; empty: we have no file of it
    preview_key text not null default '',
    size_bytes bigint not null default 0,       -- of all its files
    remote_url text not null default '',        -- of what other servers sent
    remote_preview_url text not null default '',
    description text,
    focus_x double precision,                   -- -1 left to 1 right
    focus_y double precision,                   -- -1 bottom to 1 top
    blurhash text,
    meta text not null default '{}',            -- JSON, as the API shows it, without the focus
    created_at bigint not null
);
create index media_attachments_by_status on media_attachments (status_id, position) where status_id is not null;
create index media_attachments_unposted on media_attachments (created_at) where status_id is null;
create index media_attachments_by_account on media_attachments (account_id, status_id);
