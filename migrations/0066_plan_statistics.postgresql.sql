-- Plans are made once for all people. On a server of three, where each has a third of all notifications, it looks as good to
-- walk all and leave out the others' as to walk one's own; but somebody may have one in a thousand. So everybody counts as
-- one of twenty: then the lists of what only our own people have walk the index of whose they are.
alter table notifications alter column account_id set (n_distinct = 20);
alter table bookmarks alter column account_id set (n_distinct = 20);
alter table conversations alter column account_id set (n_distinct = 20);
analyze notifications, bookmarks, conversations;
