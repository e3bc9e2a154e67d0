-- A number that changes with what is shown of custom emojis, so that they need not be read again as long as it is the same:
-- instance/custom_emojis.h.
create table revisions (
    name text primary key,
    revision bigint not null
) /*without_rowid*/;
insert into revisions (name, revision) values ('custom_emojis', 1);

create trigger custom_emojis_added after insert on custom_emojis begin
    update revisions set revision = revision + 1 where name = 'custom_emojis';
end;
create trigger custom_emojis_changed
    after update of shortcode, domain, url, static_url, is_in_picker, category, is_disabled on custom_emojis
begin
    update revisions set revision = revision + 1 where name = 'custom_emojis';
end;
create trigger custom_emojis_removed after delete on custom_emojis begin
    update revisions set revision = revision + 1 where name = 'custom_emojis';
end;
