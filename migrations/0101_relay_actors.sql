-- Who a relay is: the actor that has accepted us. An inbox may be that of a whole server, whose people are no relays.
alter table relays add column actor_uri text not null default ''; -- Empty: none has yet.
update relays set actor_uri = coalesce(
    (select a.uri from remote_actors r join accounts a on a.id = r.account_id
     where r.inbox_url = relays.inbox_url order by a.id limit 1),
    (select a.uri from remote_actors r join accounts a on a.id = r.account_id
     where r.shared_inbox_url = relays.inbox_url and a.actor_type <> 'Person' order by a.id limit 1), '')
where state = 1;
create index relays_by_actor on relays (actor_uri);
