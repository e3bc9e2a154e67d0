-- Where our people have moved, and with how many followers: what they are shown of it.
create table past_moves (
    id bigint primary key,
    account_id bigint not null references accounts (id) on delete cascade,
    target_handle text not null, -- As it was then: "alice@other.example".
    followers_count bigint not null,
    moved_at bigint not null
);
create index past_moves_by_account on past_moves (account_id, id);
