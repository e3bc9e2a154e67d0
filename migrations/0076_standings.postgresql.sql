-- A number that changes with whatever is between a user and others, and between a user and posts, so that it need not be
-- read again as long as the number is the same: statuses/standings.h, filters/matcher.h. Triggers change it: whoever
-- changes a row need not think of it. Those who have no account here have none. It is the number of the transaction that
-- changed something last: one that deletes thousands of rows writes it once.
alter table users add column standings_revision bigint not null default 1;
-- Room for the next one beside it: no index has to be touched.
alter table users set (fillfactor = 80);

create function change_standings_of_account() returns trigger language plpgsql as $$
begin
    update users set standings_revision = txid_current()
    where account_id = coalesce(new.account_id, old.account_id) and standings_revision <> txid_current();
    return null;
end $$;
create function change_standings_of_both() returns trigger language plpgsql as $$
begin
    update users set standings_revision = txid_current()
    where account_id in (coalesce(new.account_id, old.account_id), coalesce(new.target_account_id, old.target_account_id))
      and standings_revision <> txid_current();
    return null;
end $$;
create function change_standings_in_conversation() returns trigger language plpgsql as $$
begin
    update users set standings_revision = txid_current()
    where account_id in (select account_id from conversation_mutes
                         where conversation_id in (old.conversation_id, new.conversation_id))
      and standings_revision <> txid_current();
    return null;
end $$;
create function change_standings_by_filter() returns trigger language plpgsql as $$
begin
    update users set standings_revision = txid_current()
    where account_id = (select account_id from filters where id = coalesce(new.filter_id, old.filter_id))
      and standings_revision <> txid_current();
    return null;
end $$;

create trigger standings_by_follow after insert or delete on follows
    for each row execute function change_standings_of_both();
create trigger standings_by_block after insert or delete on blocks
    for each row execute function change_standings_of_both();
create trigger standings_by_mute after insert or update of expires_at or delete on mutes
    for each row execute function change_standings_of_account();
create trigger standings_by_domain_block after insert or delete on account_domain_blocks
    for each row execute function change_standings_of_account();

create trigger standings_by_favourite after insert or delete on favourites
    for each row execute function change_standings_of_account();
create trigger standings_by_boost after insert on statuses
    for each row when (new.reblog_of_id is not null) execute function change_standings_of_account();
create trigger standings_by_unboost after delete on statuses
    for each row when (old.reblog_of_id is not null) execute function change_standings_of_account();
create trigger standings_by_bookmark after insert or delete on bookmarks
    for each row execute function change_standings_of_account();
create trigger standings_by_pin after insert or delete on status_pins
    for each row execute function change_standings_of_account();
create trigger standings_by_conversation_mute after insert or delete on conversation_mutes
    for each row execute function change_standings_of_account();
create trigger standings_by_conversation after update of conversation_id on statuses
    for each row execute function change_standings_in_conversation();
create trigger standings_by_mention after insert or delete on mentions
    for each row execute function change_standings_of_account();

create trigger standings_by_filter after insert or update or delete on filters
    for each row execute function change_standings_of_account();
create trigger standings_by_keyword after insert or update or delete on filter_keywords
    for each row execute function change_standings_by_filter();
create trigger standings_by_filtered_status after insert or delete on filter_statuses
    for each row execute function change_standings_by_filter();
