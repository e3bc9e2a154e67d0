-- What is shown of an account says who may recommend it, too: as in 0075, with feature_policy.
drop trigger accounts_revised;
create trigger accounts_revised after update of
    username, domain, display_name, note, fields, uri, url, avatar, avatar_static, avatar_description, header,
    header_static, header_description, actor_type, is_locked, suspended_at, silenced_at, is_discoverable, is_indexable,
    hides_collections, is_memorial, shows_media, shows_media_replies, shows_featured, moved_to_account_id, created_at,
    feature_policy
    on accounts
begin
    update accounts set revision = revision + 1 where id = new.id;
end;
