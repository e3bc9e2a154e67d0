-- An inbox that is gone is forgotten by its address.
create index remote_actors_by_inbox on remote_actors (delivery_inbox_url);
