-- What has changed of rows that processes remember (db/remembering.h): each asks what is new since it asked last, and
-- forgets that. Triggers write it: whoever changes a row need not think of it. `xid` is the transaction's, because those
-- that are visible now are not those with a number below some other.
--
-- kind: 0 a mark of the cleaning, 1 an account or its user, 2 a post, 3 a token, 4 all custom emojis (base/remembered.h).
create table row_changes (
    xid xid8 not null default pg_current_xact_id(),
    kind smallint not null,
    row_id bigint not null,
    marked_at bigint        -- of marks only
);
create index row_changes_by_xid on row_changes (xid);

create function note_account_by_id() returns trigger language plpgsql as $$
begin
    insert into row_changes (kind, row_id) values (1, old.id);
    return null;
end $$;
create trigger accounts_noted after update or delete on accounts
    for each row execute function note_account_by_id();

create function note_account() returns trigger language plpgsql as $$
begin
    insert into row_changes (kind, row_id) values (1, coalesce(new.account_id, old.account_id));
    return null;
end $$;
create trigger account_stats_noted after insert or update or delete on account_stats
    for each row execute function note_account();
create trigger users_noted after insert or update or delete on users
    for each row execute function note_account();
create trigger remote_actors_noted after insert or update of fetched_at or delete on remote_actors
    for each row execute function note_account();

create function note_target_account() returns trigger language plpgsql as $$
begin
    insert into row_changes (kind, row_id) values (1, coalesce(new.target_account_id, old.target_account_id));
    return null;
end $$;
create trigger follow_requests_noted after insert or delete on follow_requests
    for each row execute function note_target_account();

create function note_status_by_id() returns trigger language plpgsql as $$
begin
    insert into row_changes (kind, row_id) values (2, old.id);
    return null;
end $$;
create trigger statuses_noted after update or delete on statuses
    for each row execute function note_status_by_id();

create function note_status() returns trigger language plpgsql as $$
begin
    insert into row_changes (kind, row_id) values (2, coalesce(new.status_id, old.status_id));
    return null;
end $$;
create trigger status_stats_noted after insert or update or delete on status_stats
    for each row execute function note_status();
create trigger quotes_noted after insert or update or delete on quotes
    for each row execute function note_status();

create function note_token() returns trigger language plpgsql as $$
begin
    insert into row_changes (kind, row_id) values (3, old.id);
    return null;
end $$;
create trigger oauth_access_tokens_noted after update or delete on oauth_access_tokens
    for each row execute function note_token();

create function note_emojis() returns trigger language plpgsql as $$
begin
    insert into row_changes (kind, row_id) values (4, 0);
    return null;
end $$;
create trigger revisions_noted after update on revisions for each row execute function note_emojis();
