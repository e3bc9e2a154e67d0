-- Copies of other servers' pictures: in the media store, below cache/, within a budget.
create table cached_files (
    key text primary key,                       -- in the media store; named after its content: the same is there once
    size_bytes bigint not null,
    state smallint not null,                    -- 0 on its way in or out: it may be there or not; 1 there
    seen_at bigint not null                     -- when somebody looked at it; of what is on its way: since when
) /*without_rowid*/;
create index cached_files_by_age on cached_files (seen_at) where state = 1;
create index cached_files_on_their_way on cached_files (seen_at) where state = 0;

-- What they are copies of.
create table cached_media (
    kind smallint not null,                     -- 0 picture of a post, 1 its preview, 2 avatar, 3 header
    subject_id bigint not null,                 -- the attachment's, the account's
    source text not null,                       -- the address it came from: another one wants another copy
    key text references cached_files (key),     -- null: it could not be had
    failures smallint not null default 0,       -- in a row
    retry_at bigint,                            -- not before then
    primary key (kind, subject_id)
) /*without_rowid*/;
create index cached_media_by_key on cached_media (key) where key is not null;
create index cached_media_failed on cached_media (retry_at) where key is null;

-- How much they take: the sum of cached_files.size_bytes, kept by whoever changes that.
create table media_cache (
    id smallint primary key,                    -- 1
    size_bytes bigint not null
);
insert into media_cache (id, size_bytes) values (1, 0);
