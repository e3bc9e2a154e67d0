-- Of two accounts that turn out to be one, the rows of the first become the second's: then what is shown of them changes,
-- and what is between people.
create trigger statuses_revised_by_author before update of account_id on statuses
    for each row execute function raise_revision();
create constraint trigger standings_by_moved_follow after update of account_id, target_account_id on follows
    deferrable initially deferred for each row execute function change_standings_of_both();
create constraint trigger standings_by_moved_block after update of account_id, target_account_id on blocks
    deferrable initially deferred for each row execute function change_standings_of_both();
create constraint trigger standings_by_moved_mute after update of target_account_id on mutes
    deferrable initially deferred for each row execute function change_standings_of_account();
