-- The direct messages that somebody exchanges with the same others in one thread. Each who takes part has their own row.
create table conversations (
    id bigint primary key,
    account_id bigint not null references accounts (id) on delete cascade,
    thread_id bigint not null,                  -- statuses.conversation_id
    participants text not null,                 -- the ids of the others, growing, with commas between
    last_status_id bigint not null,
    is_unread boolean not null
);
create unique index conversations_by_participants on conversations (account_id, thread_id, participants);
create index conversations_by_last_status on conversations (account_id, last_status_id);

create table conversation_statuses (
    conversation_id bigint not null references conversations (id) on delete cascade,
    status_id bigint not null references statuses (id) on delete cascade,
    primary key (conversation_id, status_id)
) /*without_rowid*/;
create index conversation_statuses_by_status on conversation_statuses (status_id);
