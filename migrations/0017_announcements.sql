-- What those who run the site tell everybody on it.
create table announcements (
    id bigint primary key,
    text text not null,
    starts_at bigint,
    ends_at bigint,
    is_all_day boolean not null,
    published_at bigint not null,               -- shown from then on
    shown_until bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);
create index announcements_by_end on announcements (shown_until);

create table announcement_dismissals (
    announcement_id bigint not null references announcements (id) on delete cascade,
    account_id bigint not null references accounts (id) on delete cascade,
    primary key (announcement_id, account_id)
) /*without_rowid*/;
create index announcement_dismissals_by_account on announcement_dismissals (account_id);

create table announcement_reactions (
    announcement_id bigint not null references announcements (id) on delete cascade,
    name text not null,                         -- an emoji, or the shortcode of one of ours
    account_id bigint not null references accounts (id) on delete cascade,
    created_at bigint not null,
    primary key (announcement_id, name, account_id)
) /*without_rowid*/;
create index announcement_reactions_by_account on announcement_reactions (account_id);
