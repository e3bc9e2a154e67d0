-- Whether somebody was told the same before is looked up for each favourite and boost: among all that one person has
-- ever told another, that grew with every one of them.
drop index notifications_by_status;
create index notifications_by_status on notifications (status_id, from_account_id, account_id) where status_id is not null;
create index notifications_about_no_status on notifications (from_account_id, account_id) where status_id is null;
