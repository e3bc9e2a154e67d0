-- A request is marked as seen together with its effect, by the worker that applies many at once. Empty: it was marked
-- when it came.
alter table received_activities add column request text not null default '';
