-- Each row is changed once, by its lease: there is room for that on its own page, so that no index has to know.
alter table received_activities set (fillfactor = 50);
