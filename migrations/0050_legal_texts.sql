-- The privacy policy and the terms of service, as those who run the server publish them.
create table legal_texts (
    kind smallint not null,                     -- 0 the privacy policy, 1 terms of service
    effective_at bigint not null,               -- of terms: the day from which they hold, 0:00 UTC; else 0
    content text not null,                      -- HTML
    published_at bigint not null,
    primary key (kind, effective_at)
) /*without_rowid*/;
