-- A number that rises with what is shown of a row and is the same for everybody, so that it need not be written anew as
-- long as it is the same: base/renderings.h. Triggers raise it: whoever changes a row need not think of it.
alter table accounts add column revision bigint not null default 0;
alter table statuses add column revision bigint not null default 0;

create trigger accounts_revised after update of
    username, domain, display_name, note, fields, uri, url, avatar, avatar_static, avatar_description, header,
    header_static, header_description, actor_type, is_locked, suspended_at, silenced_at, is_discoverable, is_indexable,
    hides_collections, is_memorial, shows_media, shows_media_replies, shows_featured, moved_to_account_id, created_at
    on accounts
begin
    update accounts set revision = revision + 1 where id = new.id;
end;
create trigger accounts_revised_by_role after update of role on users
begin
    update accounts set revision = revision + 1 where id = new.account_id;
end;

create trigger statuses_revised after update of
    uri, url, text, content, spoiler_text, is_sensitive, edited_at, application_id
    on statuses
begin
    update statuses set revision = revision + 1 where id = new.id;
end;
-- Where they stand, and on which post, changes only with the post.
create trigger statuses_revised_by_media after update of
    type, state, file_key, preview_key, remote_url, remote_preview_url, meta, description, blurhash, focus_x, focus_y
    on media_attachments when new.status_id is not null
begin
    update statuses set revision = revision + 1 where id = new.status_id;
end;
create trigger statuses_revised_by_card after update of
    type, title, description, language, author_name, author_url, author_account_id, provider_name, provider_url, html,
    embed_url, image_url, image_description, width, height, published_at
    on preview_cards
begin
    update statuses set revision = revision + 1 where id in (select status_id from statuses_cards where card_id = new.id);
end;
