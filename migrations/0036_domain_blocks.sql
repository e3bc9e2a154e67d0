-- Domain blocks have names for the API, and say what is told of them; and the servers that alone may come in when
-- `federation.allow_list` is on.
alter table domain_blocks add column id bigint;
update domain_blocks set id = (select count(*) from domain_blocks o where o.domain <= domain_blocks.domain);
create unique index domain_blocks_by_id on domain_blocks (id);
alter table domain_blocks rename column comment to private_comment;
alter table domain_blocks add column public_comment text not null default '';
alter table domain_blocks add column is_obfuscated boolean not null default false;

create table domain_allows (
    id bigint primary key,
    domain text not null unique,                -- this very name, not those below it
    created_at bigint not null
);

-- Those of a server in order, for what is done to all of them.
drop index accounts_by_domain;
create index accounts_by_domain on accounts (domain, id) where domain > '';
