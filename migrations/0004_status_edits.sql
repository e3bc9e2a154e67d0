-- Each version of a status that was edited, the first and the present one among them.
create table status_edits (
    id bigint primary key,
    status_id bigint not null references statuses (id) on delete cascade,
    content text not null,                      -- HTML
    spoiler_text text not null,
    is_sensitive boolean not null,
    poll_options text not null,                 -- JSON, '' is none
    created_at bigint not null
);
create index status_edits_by_status on status_edits (status_id, id);

-- No longer mentioned since an edit: may go on reading, and is not shown.
alter table mentions add column is_silent boolean not null default false;
