-- What other sites say of the pages that posts link to: fetched once for all posts that carry a link.
create table preview_cards (
    id bigint primary key,
    url text not null unique,                   -- as base::Url writes it
    type text not null default 'link',          -- link, photo, video
    title text not null default '',             -- '' with an empty html: there is nothing to show
    description text not null default '',
    language text not null default '',
    author_name text not null default '',
    author_url text not null default '',
    author_account_id bigint references accounts (id) on delete set null,
    provider_name text not null default '',
    provider_url text not null default '',
    html text not null default '',              -- one iframe, written by us
    embed_url text not null default '',
    image_url text not null default '',         -- where the other site has it
    image_description text not null default '',
    width integer not null default 0,
    height integer not null default 0,
    published_at bigint,
    fetch_after bigint not null                 -- posts that link to it from then on have it fetched anew
);
create index preview_cards_by_author on preview_cards (author_account_id) where author_account_id is not null;

create table statuses_cards (
    status_id bigint primary key references statuses (id) on delete cascade,
    card_id bigint not null references preview_cards (id) on delete cascade
);
create index statuses_cards_by_card on statuses_cards (card_id, status_id);

-- What sites ask of whoever fetches their pages.
create table crawled_hosts (
    host text primary key,
    robots text not null default '',            -- the rules that are meant for us: cards/robots.h
    robots_until bigint not null default 0,     -- then they are asked for again
    not_before bigint not null default 0        -- nothing is fetched there before
);
create index crawled_hosts_by_age on crawled_hosts (robots_until);
