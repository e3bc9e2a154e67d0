-- What is talked about now, as a job finds it every few minutes.
create table trends (
    kind smallint not null,                     -- 0 tags, 1 statuses, 2 links
    item_id bigint not null,
    score double precision not null,            -- now; what has too little is not here
    max_score double precision not null,        -- the most that it has had,
    max_score_at bigint not null,               -- and when
    history text not null default '[]',         -- of links: a week of use, as the API shows it
    primary key (kind, item_id)
) /*without_rowid*/;
create index trends_by_score on trends (kind, score);
