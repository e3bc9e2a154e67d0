-- What was received is looked for in the order in which it came: leased rows and those to be tried again are few. Without
-- this index a row is written into two indexes when it comes, and into none when it is leased.
drop index received_activities_due;
