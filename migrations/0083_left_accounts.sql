-- When one of ours has left for good: nobody else gets the name, and nothing stands behind it any more.
alter table accounts add column left_at bigint;
