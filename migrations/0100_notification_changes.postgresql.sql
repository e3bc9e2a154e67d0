-- Pages of notifications are remembered as well (notifications/known_groups.h), until something of them, or whom their
-- reader hears, changes. row_changes.kind (migration 0093): 5 notifications of an account, 6 whether somebody is
-- suspended.
create function note_notifications() returns trigger language plpgsql as $$
begin
    insert into row_changes (kind, row_id) values (5, coalesce(new.account_id, old.account_id));
    return null;
end $$;
create trigger notifications_noted after insert or update or delete on notifications
    for each row execute function note_notifications();
create trigger blocks_noted after insert or update or delete on blocks
    for each row execute function note_notifications();
create trigger mutes_noted after insert or update or delete on mutes
    for each row execute function note_notifications();

create function note_suspension() returns trigger language plpgsql as $$
begin
    insert into row_changes (kind, row_id) values (6, new.id);
    return null;
end $$;
create trigger suspensions_noted after update of suspended_at on accounts
    for each row when (old.suspended_at is distinct from new.suspended_at) execute function note_suspension();
