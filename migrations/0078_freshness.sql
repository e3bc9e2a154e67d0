-- When somebody last asked another server for what changes without our being told: null, never.
alter table polls add column fetched_at bigint;     -- the counts of a poll from elsewhere
alter table quotes add column checked_at bigint;    -- whether the quoted author still lets it be
