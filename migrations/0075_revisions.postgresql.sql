-- A number that rises with what is shown of a row and is the same for everybody, so that it need not be written anew as
-- long as it is the same: base/renderings.h. Triggers raise it: whoever changes a row need not think of it.
alter table accounts add column revision bigint not null default 0;
alter table statuses add column revision bigint not null default 0;

create function raise_revision() returns trigger language plpgsql as $$
begin
    new.revision := old.revision + 1;
    return new;
end $$;
create trigger accounts_revised before update of
    username, domain, display_name, note, fields, uri, url, avatar, avatar_static, avatar_description, header,
    header_static, header_description, actor_type, is_locked, suspended_at, silenced_at, is_discoverable, is_indexable,
    hides_collections, is_memorial, shows_media, shows_media_replies, shows_featured, moved_to_account_id, created_at
    on accounts for each row execute function raise_revision();
create trigger statuses_revised before update of
    uri, url, text, content, spoiler_text, is_sensitive, edited_at, application_id
    on statuses for each row execute function raise_revision();

create function raise_revision_of_account() returns trigger language plpgsql as $$
begin
    update accounts set revision = revision + 1 where id = new.account_id;
    return null;
end $$;
create trigger accounts_revised_by_role after update of role on users
    for each row execute function raise_revision_of_account();

create function raise_revision_of_status() returns trigger language plpgsql as $$
begin
    update statuses set revision = revision + 1 where id = new.status_id;
    return null;
end $$;
-- Where they stand, and on which post, changes only with the post.
create trigger statuses_revised_by_media after update of
    type, state, file_key, preview_key, remote_url, remote_preview_url, meta, description, blurhash, focus_x, focus_y
    on media_attachments for each row when (new.status_id is not null) execute function raise_revision_of_status();

create function raise_revision_of_statuses_with_card() returns trigger language plpgsql as $$
begin
    update statuses set revision = revision + 1
    where id in (select status_id from statuses_cards where card_id = new.id);
    return null;
end $$;
create trigger statuses_revised_by_card after update of
    type, title, description, language, author_name, author_url, author_account_id, provider_name, provider_url, html,
    embed_url, image_url, image_description, width, height, published_at
    on preview_cards for each row execute function raise_revision_of_statuses_with_card();
