-- Of two accounts that turn out to be one, the rows of the first become the second's: then what is shown of them changes,
-- and what is between people.
create trigger statuses_revised_by_author after update of account_id on statuses
begin
    update statuses set revision = revision + 1 where id = new.id;
end;
create trigger standings_by_moved_follow after update of account_id, target_account_id on follows begin
    update standings set revision = revision + 1
    where account_id in (new.account_id, new.target_account_id);
end;
create trigger standings_by_moved_block after update of account_id, target_account_id on blocks begin
    update standings set revision = revision + 1
    where account_id in (new.account_id, new.target_account_id);
end;
create trigger standings_by_moved_mute after update of target_account_id on mutes begin
    update standings set revision = revision + 1 where account_id = new.account_id;
end;
