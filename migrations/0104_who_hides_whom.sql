-- Who hides somebody is read from the index alone.
drop index blocks_by_target;
create index blocks_by_target on blocks (target_account_id, account_id);
drop index mutes_by_target;
create index mutes_by_target on mutes (target_account_id, account_id);
create index account_domain_blocks_by_domain on account_domain_blocks (domain, account_id);
