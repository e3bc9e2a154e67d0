-- Notifications that are told as one, those that a reader's policy holds back, and those about a report.
alter table notifications add column group_key text;                        -- null: on its own
alter table notifications add column is_group_head boolean not null default true; -- the newest of its group, or on its own
alter table notifications add column group_size bigint not null default 1;  -- of the whole group; right in its head only
alter table notifications add column is_filtered boolean not null default false; -- never in a group
alter table notifications add column report_id bigint;

drop index notifications_by_account;
drop index notifications_by_from;
-- Pages of all notifications, and of groups.
create index notifications_listed on notifications (account_id, id) where not is_filtered;
create index notifications_heads on notifications (account_id, id) where is_group_head and not is_filtered;
-- Pages of some kinds only; it also finds all of a reader's.
create index notifications_by_type on notifications (account_id, is_filtered, type, is_group_head, id);
create index notifications_by_group on notifications (account_id, group_key, id) where group_key is not null;
create index notifications_by_from on notifications (from_account_id, account_id, id);

create index users_staff on users (account_id) where role <> 'user';
