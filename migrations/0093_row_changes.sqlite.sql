-- What has changed of rows that processes remember (db/remembering.h): each asks what is new since it asked last, and
-- forgets that. Triggers write it: whoever changes a row need not think of it. The last row is never removed, so that ids
-- only rise.
--
-- kind: 0 a mark of the cleaning, 1 an account or its user, 2 a post, 3 a token, 4 all custom emojis (base/remembered.h).
create table row_changes (
    id integer primary key,
    kind smallint not null,
    row_id bigint not null,
    marked_at bigint        -- of marks only
);

create trigger accounts_changed after update on accounts begin
    insert into row_changes (kind, row_id) values (1, old.id);
end;
create trigger accounts_removed after delete on accounts begin
    insert into row_changes (kind, row_id) values (1, old.id);
end;
create trigger account_stats_added after insert on account_stats begin
    insert into row_changes (kind, row_id) values (1, new.account_id);
end;
create trigger account_stats_changed after update on account_stats begin
    insert into row_changes (kind, row_id) values (1, new.account_id);
end;
create trigger account_stats_removed after delete on account_stats begin
    insert into row_changes (kind, row_id) values (1, old.account_id);
end;
create trigger users_added after insert on users begin
    insert into row_changes (kind, row_id) values (1, new.account_id);
end;
create trigger users_changed after update on users begin
    insert into row_changes (kind, row_id) values (1, new.account_id);
end;
create trigger users_removed after delete on users begin
    insert into row_changes (kind, row_id) values (1, old.account_id);
end;
create trigger remote_actors_added after insert on remote_actors begin
    insert into row_changes (kind, row_id) values (1, new.account_id);
end;
create trigger remote_actors_changed after update of fetched_at on remote_actors begin
    insert into row_changes (kind, row_id) values (1, new.account_id);
end;
create trigger remote_actors_removed after delete on remote_actors begin
    insert into row_changes (kind, row_id) values (1, old.account_id);
end;
create trigger follow_requests_added after insert on follow_requests begin
    insert into row_changes (kind, row_id) values (1, new.target_account_id);
end;
create trigger follow_requests_removed after delete on follow_requests begin
    insert into row_changes (kind, row_id) values (1, old.target_account_id);
end;

create trigger statuses_changed after update on statuses begin
    insert into row_changes (kind, row_id) values (2, old.id);
end;
create trigger statuses_removed after delete on statuses begin
    insert into row_changes (kind, row_id) values (2, old.id);
end;
create trigger status_stats_added after insert on status_stats begin
    insert into row_changes (kind, row_id) values (2, new.status_id);
end;
create trigger status_stats_changed after update on status_stats begin
    insert into row_changes (kind, row_id) values (2, new.status_id);
end;
create trigger status_stats_removed after delete on status_stats begin
    insert into row_changes (kind, row_id) values (2, old.status_id);
end;
create trigger quotes_added after insert on quotes begin
    insert into row_changes (kind, row_id) values (2, new.status_id);
end;
create trigger quotes_changed after update on quotes begin
    insert into row_changes (kind, row_id) values (2, new.status_id);
end;
create trigger quotes_removed after delete on quotes begin
    insert into row_changes (kind, row_id) values (2, old.status_id);
end;

create trigger oauth_access_tokens_changed after update on oauth_access_tokens begin
    insert into row_changes (kind, row_id) values (3, old.id);
end;
create trigger oauth_access_tokens_removed after delete on oauth_access_tokens begin
    insert into row_changes (kind, row_id) values (3, old.id);
end;

create trigger revisions_changed after update on revisions begin
    insert into row_changes (kind, row_id) values (4, 0);
end;
