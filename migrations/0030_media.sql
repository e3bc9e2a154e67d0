-- Attachments that wait with a scheduled post, and what edited posts had before.
alter table media_attachments add column scheduled_status_id bigint references scheduled_statuses (id) on delete set null;
create index media_attachments_scheduled on media_attachments (scheduled_status_id) where scheduled_status_id is not null;
alter table status_edits add column media text not null default '[]'; -- JSON: [{"id": "1", "description": "…"}]

-- Of what moves, a picture that does not; and what pictures show, for those who cannot see them.
alter table accounts add column avatar_static text not null default ''; -- '': the avatar itself
alter table accounts add column header_static text not null default '';
alter table accounts add column avatar_description text not null default '';
alter table accounts add column header_description text not null default '';
