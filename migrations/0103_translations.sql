-- What is known of the services that translate posts.
create table translation_services (
    service text primary key,                   -- which, where, and with which key: a digest
    languages text not null default '',         -- JSON: {"en": ["de", "ja"], "und": ["de", "en", "ja"]}; '': not known
    languages_until bigint not null default 0,  -- then they are asked for again
    refusal text not null default '',           -- why nobody asks it before then
    not_before bigint not null default 0
);

-- What they said within the last day.
create table translations (
    digest text primary key,                    -- of the service, the languages and the texts
    texts text not null,                        -- JSON: an array of HTML, as it came
    source text not null,                       -- the language that the texts were in
    made_at bigint not null
);
create index translations_by_age on translations (made_at);
