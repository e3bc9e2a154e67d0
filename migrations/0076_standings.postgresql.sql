-- A number that changes with whatever is between a user and others, and between a user and posts, so that it need not be
-- read again as long as the number is the same: statuses/standings.h, filters/matcher.h. Triggers change it: whoever
-- changes a row need not think of it. Those who have no account here have none. It is the number of the transaction that
-- changed something last: one that deletes thousands of rows writes it once.
--
-- A table of its own, written when the transaction commits: who waits for a row of it holds all other locks that it will
-- ever want, so that nobody waits for it in turn.
create table standings (
    account_id bigint primary key references accounts (id) on delete cascade,
    revision bigint not null
) with (fillfactor = 80); -- Room for the next one beside it: no index has to be touched.
insert into standings (account_id, revision) select account_id, 1 from users;

create function make_standings() returns trigger language plpgsql as $$
begin
    insert into standings (account_id, revision) values (new.account_id, 1);
    return null;
end $$;
create trigger standings_of_user after insert on users for each row execute function make_standings();

create function change_standings_of_account() returns trigger language plpgsql as $$
begin
    update standings set revision = txid_current()
    where account_id = coalesce(new.account_id, old.account_id) and revision <> txid_current();
    return null;
end $$;
create function change_standings_of_both() returns trigger language plpgsql as $$
begin
    update standings set revision = txid_current()
    where account_id in (coalesce(new.account_id, old.account_id), coalesce(new.target_account_id, old.target_account_id))
      and revision <> txid_current();
    return null;
end $$;
create function change_standings_in_conversation() returns trigger language plpgsql as $$
begin
    update standings set revision = txid_current()
    where account_id in (select account_id from conversation_mutes
                         where conversation_id in (old.conversation_id, new.conversation_id))
      and revision <> txid_current();
    return null;
end $$;
create function change_standings_by_filter() returns trigger language plpgsql as $$
begin
    update standings set revision = txid_current()
    where account_id = (select account_id from filters where id = coalesce(new.filter_id, old.filter_id))
      and revision <> txid_current();
    return null;
end $$;

create constraint trigger standings_by_follow after insert or delete on follows
    deferrable initially deferred for each row execute function change_standings_of_both();
create constraint trigger standings_by_block after insert or delete on blocks
    deferrable initially deferred for each row execute function change_standings_of_both();
create constraint trigger standings_by_mute after insert or update of expires_at or delete on mutes
    deferrable initially deferred for each row execute function change_standings_of_account();
create constraint trigger standings_by_domain_block after insert or delete on account_domain_blocks
    deferrable initially deferred for each row execute function change_standings_of_account();

create constraint trigger standings_by_favourite after insert or delete on favourites
    deferrable initially deferred for each row execute function change_standings_of_account();
create constraint trigger standings_by_boost after insert on statuses
    deferrable initially deferred for each row when (new.reblog_of_id is not null) execute function change_standings_of_account();
create constraint trigger standings_by_unboost after delete on statuses
    deferrable initially deferred for each row when (old.reblog_of_id is not null) execute function change_standings_of_account();
create constraint trigger standings_by_bookmark after insert or delete on bookmarks
    deferrable initially deferred for each row execute function change_standings_of_account();
create constraint trigger standings_by_pin after insert or delete on status_pins
    deferrable initially deferred for each row execute function change_standings_of_account();
create constraint trigger standings_by_conversation_mute after insert or delete on conversation_mutes
    deferrable initially deferred for each row execute function change_standings_of_account();
create constraint trigger standings_by_conversation after update of conversation_id on statuses
    deferrable initially deferred for each row execute function change_standings_in_conversation();
create constraint trigger standings_by_mention after insert or delete on mentions
    deferrable initially deferred for each row execute function change_standings_of_account();

create constraint trigger standings_by_filter after insert or update or delete on filters
    deferrable initially deferred for each row execute function change_standings_of_account();
create constraint trigger standings_by_keyword after insert or update or delete on filter_keywords
    deferrable initially deferred for each row execute function change_standings_by_filter();
create constraint trigger standings_by_filtered_status after insert or delete on filter_statuses
    deferrable initially deferred for each row execute function change_standings_by_filter();
