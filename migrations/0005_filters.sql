-- What somebody does not want to read, by its words or post by post.
create table filters (
    id bigint primary key,
    account_id bigint not null references accounts (id) on delete cascade,
    title text not null,
    contexts smallint not null,                 -- bits: 1 home, 2 notifications, 4 public, 8 thread, 16 account
    action smallint not null,                   -- 0 warn, 1 hide, 2 blur
    expires_at bigint,
    created_at bigint not null
);
create index filters_by_account on filters (account_id, id);

create table filter_keywords (
    id bigint primary key,
    filter_id bigint not null references filters (id) on delete cascade,
    keyword text not null,
    folded text not null,                       -- the form for comparing
    is_whole_word boolean not null
);
create index filter_keywords_by_filter on filter_keywords (filter_id, id);

create table filter_statuses (
    id bigint primary key,
    filter_id bigint not null references filters (id) on delete cascade,
    status_id bigint not null references statuses (id) on delete cascade
);
create index filter_statuses_by_filter on filter_statuses (filter_id, id);
create unique index filter_statuses_by_pair on filter_statuses (status_id, filter_id);
