-- Pages of notifications are remembered as well (notifications/known_groups.h), until something of them, or whom their
-- reader hears, changes. row_changes.kind (migration 0093): 5 notifications of an account, 6 whether somebody is
-- suspended.
create trigger notifications_added after insert on notifications begin
    insert into row_changes (kind, row_id) values (5, new.account_id);
end;
create trigger notifications_changed after update on notifications begin
    insert into row_changes (kind, row_id) values (5, new.account_id);
end;
create trigger notifications_removed after delete on notifications begin
    insert into row_changes (kind, row_id) values (5, old.account_id);
end;
create trigger blocks_added after insert on blocks begin
    insert into row_changes (kind, row_id) values (5, new.account_id);
end;
create trigger blocks_changed after update on blocks begin
    insert into row_changes (kind, row_id) values (5, new.account_id);
end;
create trigger blocks_removed after delete on blocks begin
    insert into row_changes (kind, row_id) values (5, old.account_id);
end;
create trigger mutes_added after insert on mutes begin
    insert into row_changes (kind, row_id) values (5, new.account_id);
end;
create trigger mutes_changed after update on mutes begin
    insert into row_changes (kind, row_id) values (5, new.account_id);
end;
create trigger mutes_removed after delete on mutes begin
    insert into row_changes (kind, row_id) values (5, old.account_id);
end;
create trigger suspensions_changed after update of suspended_at on accounts
when old.suspended_at is not new.suspended_at begin
    insert into row_changes (kind, row_id) values (6, new.id);
end;
