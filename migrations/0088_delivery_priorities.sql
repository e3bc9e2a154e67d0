-- What nobody waits for goes behind the rest: 0 normal, 1 low.
alter table deliveries add column priority smallint not null default 0;
drop index deliveries_due;
drop index deliveries_by_host;
create index deliveries_due on deliveries (priority, run_at, id);
create index deliveries_by_host on deliveries (host, priority, run_at, id);
