-- A number that changes with what is shown of custom emojis, so that they need not be read again as long as it is the same:
-- instance/custom_emojis.h. That of the transaction that changed any last, which writes it when it
-- commits: nobody who has it wants another lock.
create table revisions (
    name text primary key,
    revision bigint not null
);
insert into revisions (name, revision) values ('custom_emojis', 1);

create function change_emojis_revision() returns trigger language plpgsql as $$
begin
    update revisions set revision = txid_current() where name = 'custom_emojis' and revision <> txid_current();
    return null;
end $$;
create constraint trigger custom_emojis_changed
    after insert or delete or update of shortcode, domain, url, static_url, is_in_picker, category, is_disabled
    on custom_emojis deferrable initially deferred for each row execute function change_emojis_revision();
