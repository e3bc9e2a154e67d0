create table status_pins (
    id bigint primary key,                      -- in the order in which they were pinned
    account_id bigint not null references accounts (id) on delete cascade,
    status_id bigint not null unique references statuses (id) on delete cascade,
    created_at bigint not null
);
create index status_pins_by_account on status_pins (account_id, id);

-- Conversations of which somebody wants to hear no more.
create table conversation_mutes (
    account_id bigint not null references accounts (id) on delete cascade,
    conversation_id bigint not null,            -- kept when its first status goes: no foreign key
    primary key (account_id, conversation_id)
) /*without_rowid*/;
create index conversation_mutes_by_conversation on conversation_mutes (conversation_id, account_id);
