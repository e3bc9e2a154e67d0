-- Proof that an e-mail address is its owner's. Only the hash of the token in the link is kept.
alter table users add column confirmation_hash text;
alter table users add column confirmation_sent_at bigint;
-- The app that somebody signed up with: it may ask for the mail once more.
alter table users add column application_id bigint;
create unique index users_by_confirmation on users (confirmation_hash) where confirmation_hash is not null;
create index users_unconfirmed on users (confirmation_sent_at) where confirmed_at is null and confirmation_sent_at is not null;
