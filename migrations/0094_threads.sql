-- The answers of a conversation, in their order, for other servers that read it whole (statuses/threads.h).
create index statuses_by_conversation on statuses (conversation_id, id)
    where conversation_id <> id and visibility < 2 and reblog_of_id is null;
