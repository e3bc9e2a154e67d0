-- A number that changes with whatever is between a user and others, and between a user and posts, so that it need not be
-- read again as long as the number is the same: statuses/standings.h, filters/matcher.h. Triggers change it: whoever
-- changes a row need not think of it. Those who have no account here have none.
create table standings (
    account_id bigint primary key references accounts (id) on delete cascade,
    revision bigint not null
);
insert into standings (account_id, revision) select account_id, 1 from users;
create trigger standings_of_user after insert on users begin
    insert into standings (account_id, revision) values (new.account_id, 1);
end;

create trigger standings_by_follow after insert on follows begin
    update standings set revision = revision + 1
    where account_id in (new.account_id, new.target_account_id);
end;
create trigger standings_by_unfollow after delete on follows begin
    update standings set revision = revision + 1
    where account_id in (old.account_id, old.target_account_id);
end;
create trigger standings_by_block after insert on blocks begin
    update standings set revision = revision + 1
    where account_id in (new.account_id, new.target_account_id);
end;
create trigger standings_by_unblock after delete on blocks begin
    update standings set revision = revision + 1
    where account_id in (old.account_id, old.target_account_id);
end;
create trigger standings_by_mute after insert on mutes begin
    update standings set revision = revision + 1 where account_id = new.account_id;
end;
create trigger standings_by_changed_mute after update of expires_at on mutes begin
    update standings set revision = revision + 1 where account_id = new.account_id;
end;
create trigger standings_by_unmute after delete on mutes begin
    update standings set revision = revision + 1 where account_id = old.account_id;
end;
create trigger standings_by_domain_block after insert on account_domain_blocks begin
    update standings set revision = revision + 1 where account_id = new.account_id;
end;
create trigger standings_by_domain_unblock after delete on account_domain_blocks begin
    update standings set revision = revision + 1 where account_id = old.account_id;
end;

create trigger standings_by_favourite after insert on favourites begin
    update standings set revision = revision + 1 where account_id = new.account_id;
end;
create trigger standings_by_unfavourite after delete on favourites begin
    update standings set revision = revision + 1 where account_id = old.account_id;
end;
create trigger standings_by_boost after insert on statuses when new.reblog_of_id is not null begin
    update standings set revision = revision + 1 where account_id = new.account_id;
end;
create trigger standings_by_unboost after delete on statuses when old.reblog_of_id is not null begin
    update standings set revision = revision + 1 where account_id = old.account_id;
end;
create trigger standings_by_bookmark after insert on bookmarks begin
    update standings set revision = revision + 1 where account_id = new.account_id;
end;
create trigger standings_by_unbookmark after delete on bookmarks begin
    update standings set revision = revision + 1 where account_id = old.account_id;
end;
create trigger standings_by_pin after insert on status_pins begin
    update standings set revision = revision + 1 where account_id = new.account_id;
end;
create trigger standings_by_unpin after delete on status_pins begin
    update standings set revision = revision + 1 where account_id = old.account_id;
end;
create trigger standings_by_conversation_mute after insert on conversation_mutes begin
    update standings set revision = revision + 1 where account_id = new.account_id;
end;
create trigger standings_by_conversation_unmute after delete on conversation_mutes begin
    update standings set revision = revision + 1 where account_id = old.account_id;
end;
create trigger standings_by_conversation after update of conversation_id on statuses begin
    update standings set revision = revision + 1
    where account_id in (select account_id from conversation_mutes
                         where conversation_id in (old.conversation_id, new.conversation_id));
end;
create trigger standings_by_mention after insert on mentions begin
    update standings set revision = revision + 1 where account_id = new.account_id;
end;
create trigger standings_by_unmention after delete on mentions begin
    update standings set revision = revision + 1 where account_id = old.account_id;
end;

create trigger standings_by_filter after insert on filters begin
    update standings set revision = revision + 1 where account_id = new.account_id;
end;
create trigger standings_by_changed_filter after update on filters begin
    update standings set revision = revision + 1 where account_id = new.account_id;
end;
create trigger standings_by_unfilter after delete on filters begin
    update standings set revision = revision + 1 where account_id = old.account_id;
end;
create trigger standings_by_keyword after insert on filter_keywords begin
    update standings set revision = revision + 1
    where account_id = (select account_id from filters where id = new.filter_id);
end;
create trigger standings_by_changed_keyword after update on filter_keywords begin
    update standings set revision = revision + 1
    where account_id = (select account_id from filters where id = new.filter_id);
end;
create trigger standings_by_unkeyword after delete on filter_keywords begin
    update standings set revision = revision + 1
    where account_id = (select account_id from filters where id = old.filter_id);
end;
create trigger standings_by_filtered_status after insert on filter_statuses begin
    update standings set revision = revision + 1
    where account_id = (select account_id from filters where id = new.filter_id);
end;
create trigger standings_by_unfiltered_status after delete on filter_statuses begin
    update standings set revision = revision + 1
    where account_id = (select account_id from filters where id = old.filter_id);
end;
