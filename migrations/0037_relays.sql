-- Servers that pass public posts on to all who ask them to: ours go to their inboxes, and what they announce is fetched.
create table relays (
    id bigint primary key,
    inbox_url text not null unique,
    follow_uri text not null unique,            -- what we call our Follow: whoever accepts it names that
    state smallint not null default 0,          -- 0 asked, 1 accepted, 2 rejected
    created_at bigint not null
);
create index relays_by_state on relays (state, inbox_url);
