-- A new password for who can read the mail of an account. Only the hash of the token in the link is kept.
alter table users add column reset_hash text;
alter table users add column reset_sent_at bigint;
create unique index users_by_reset on users (reset_hash) where reset_hash is not null;
