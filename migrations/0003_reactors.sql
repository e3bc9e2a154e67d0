-- Who favourited or boosted a status, newest first.
create index favourites_by_status on favourites (status_id, id);
create index statuses_by_reblog_in_order on statuses (reblog_of_id, id) where reblog_of_id is not null;
