-- How much of what came waits, by who sent it, is counted without reading what it says: in portions of 8 KB.
alter table received_activities add column portions integer not null default 1;
drop index received_activities_by_actor;
create index received_activities_by_actor on received_activities (actor_id, id, portions);
