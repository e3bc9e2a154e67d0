-- What everybody here keeps to, in the order in which it is shown.
create table rules (
    id bigint primary key,
    text text not null,
    hint text not null default '',
    created_at bigint not null
);
