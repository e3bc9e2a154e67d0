-- Whoever deletes what has not come speaks for their own posts alone: another actor of the same host may yet send it.
create table buried (
    uri text not null,
    buried_by text not null, -- The actor. Empty: it was theirs, or its host says that it is gone.
    deleted_at bigint not null,
    primary key (uri, buried_by)
);
insert into buried (uri, buried_by, deleted_at) select uri, '', deleted_at from tombstones;
drop table tombstones;
alter table buried rename to tombstones;
create index tombstones_by_age on tombstones (deleted_at);
