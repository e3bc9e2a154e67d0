-- A preview that its owner chose: what decoding makes of the file does not take its place.
alter table media_attachments add column has_own_preview boolean not null default false;
