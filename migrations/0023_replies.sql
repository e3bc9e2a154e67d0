-- Answers to a post in the order in which they came, and those of its author among them: what other servers read of a
-- conversation.
drop index statuses_by_parent;
create index statuses_by_parent on statuses (in_reply_to_id, id) where in_reply_to_id is not null;
create index statuses_by_parent_and_author on statuses (in_reply_to_id, account_id, id) where in_reply_to_id is not null;
