-- Films and sound wait for a decoder: who has one, until when, and how often that was tried.
alter table media_attachments add column leased_until bigint;
alter table media_attachments add column attempts smallint not null default 0;
create index media_attachments_processing on media_attachments (id) where state = 0;
