-- Both engines run this text. `bigint primary key` is a rowid in SQLite; /*without_rowid*/ keeps a table in its key's order there.
-- Ids are snowflakes, times are milliseconds since 1970, booleans are boolean, JSON is text.

create table accounts (
    id bigint primary key,
    username text not null,
    domain text not null default '',            -- '' is us
    display_name text not null default '',
    note_text text not null default '',         -- what our people wrote; the rendered form is `note`
    note text not null default '',              -- HTML
    fields text not null default '[]',          -- [{"name":…,"text":…,"value":HTML,"verified_at":ms|null}]
    uri text,                                   -- remote accounts; ours are derived
    url text,
    avatar text not null default '',            -- '' is the default picture
    header text not null default '',
    actor_type text not null default 'Person',
    is_locked boolean not null default false,
    is_discoverable boolean,
    is_indexable boolean not null default false,
    hides_collections boolean not null default false,
    also_known_as text not null default '[]',
    attribution_domains text not null default '[]', -- whose articles may name this author
    moved_to_account_id bigint references accounts (id),
    is_memorial boolean not null default false,
    suspended_at bigint,
    silenced_at bigint,
    created_at bigint not null,
    updated_at bigint not null
);
create unique index accounts_by_name on accounts (lower(username), domain);
create unique index accounts_by_uri on accounts (uri) where uri is not null;
create index accounts_by_domain on accounts (domain) where domain > '';

-- What people are found by, in the form for comparing: search/account_index.h says which terms an account has.
create table account_search_terms (
    term text not null,
    account_id bigint not null references accounts (id) on delete cascade,
    primary key (term, account_id)
) /*without_rowid*/;
create index account_search_terms_by_account on account_search_terms (account_id, term);

create table account_stats (
    account_id bigint primary key references accounts (id) on delete cascade,
    statuses_count bigint not null default 0,
    following_count bigint not null default 0,
    followers_count bigint not null default 0,
    last_status_at bigint
);

create table users (
    id bigint primary key,
    account_id bigint not null unique references accounts (id) on delete cascade,
    email text not null,
    password_hash text not null,
    role text not null default 'user',          -- user, moderator, admin, owner
    locale text not null default 'en',
    time_zone text not null default '',
    is_approved boolean not null default true,
    is_disabled boolean not null default false,
    confirmed_at bigint,
    sign_up_reason text not null default '',
    default_visibility text not null default 'public',
    default_sensitive boolean not null default false,
    default_language text,
    default_quote_policy text not null default 'public',
    chosen_languages text,                      -- JSON array, null is all
    created_at bigint not null,
    last_active_at bigint                       -- at day precision
);
create unique index users_by_email on users (lower(email));
create index users_by_activity on users (last_active_at);

-- A browser that is signed in. Only hashes of secrets are kept, here and below.
create table sessions (
    id bigint primary key,
    user_id bigint not null references users (id) on delete cascade,
    secret_hash text not null unique,
    ip text not null default '',
    user_agent text not null default '',
    created_at bigint not null,
    last_used_at bigint not null
);
create index sessions_by_user on sessions (user_id);

create table oauth_applications (
    id bigint primary key,
    name text not null,
    website text,
    client_id text not null unique,
    client_secret text not null,                -- shown again by nothing, but compared by every token request
    redirect_uris text not null,                -- one a line
    scopes text not null,
    created_at bigint not null
);

create table oauth_access_grants (
    code_hash text primary key,
    application_id bigint not null references oauth_applications (id) on delete cascade,
    user_id bigint not null references users (id) on delete cascade,
    redirect_uri text not null,
    scopes text not null,
    code_challenge text not null default '',
    created_at bigint not null,
    used_at bigint,
    token_id bigint                             -- what it bought: a second use revokes that
);
create index oauth_access_grants_by_age on oauth_access_grants (created_at);

create table oauth_access_tokens (
    id bigint primary key,
    token_hash text not null unique,
    application_id bigint not null references oauth_applications (id) on delete cascade,
    user_id bigint references users (id) on delete cascade,     -- null is the application's own
    scopes text not null,
    created_at bigint not null,
    last_used_at bigint,                        -- at day precision
    revoked_at bigint
);
create index oauth_access_tokens_by_user on oauth_access_tokens (user_id);
create index oauth_access_tokens_by_application on oauth_access_tokens (application_id);
create index oauth_access_tokens_revoked on oauth_access_tokens (revoked_at) where revoked_at is not null;

create table follows (
    id bigint primary key,
    account_id bigint not null references accounts (id) on delete cascade,
    target_account_id bigint not null references accounts (id) on delete cascade,
    shows_reblogs boolean not null default true,
    notifies boolean not null default false,
    languages text,                             -- JSON array, null is all
    created_at bigint not null
);
create unique index follows_by_pair on follows (account_id, target_account_id);
create index follows_by_account on follows (account_id, id);
create index follows_by_target on follows (target_account_id, id);

create table follow_requests (
    id bigint primary key,
    account_id bigint not null references accounts (id) on delete cascade,
    target_account_id bigint not null references accounts (id) on delete cascade,
    shows_reblogs boolean not null default true,
    notifies boolean not null default false,
    languages text,
    created_at bigint not null
);
create unique index follow_requests_by_pair on follow_requests (account_id, target_account_id);
create index follow_requests_by_target on follow_requests (target_account_id, id);

create table blocks (
    id bigint primary key,
    account_id bigint not null references accounts (id) on delete cascade,
    target_account_id bigint not null references accounts (id) on delete cascade,
    created_at bigint not null
);
create unique index blocks_by_pair on blocks (account_id, target_account_id);
create index blocks_by_account on blocks (account_id, id);
create index blocks_by_target on blocks (target_account_id);

create table mutes (
    id bigint primary key,
    account_id bigint not null references accounts (id) on delete cascade,
    target_account_id bigint not null references accounts (id) on delete cascade,
    hides_notifications boolean not null default true,
    expires_at bigint,
    created_at bigint not null
);
create unique index mutes_by_pair on mutes (account_id, target_account_id);
create index mutes_by_account on mutes (account_id, id);
create index mutes_by_expiry on mutes (expires_at) where expires_at is not null;

create table statuses (
    id bigint primary key,
    account_id bigint not null references accounts (id) on delete cascade,
    is_local boolean not null,
    uri text,                                   -- remote statuses; ours are derived
    url text,
    visibility smallint not null,               -- 0 public, 1 unlisted, 2 private, 3 direct
    text text not null default '',              -- what our people wrote
    content text not null default '',           -- HTML
    spoiler_text text not null default '',
    is_sensitive boolean not null default false,
    language text,
    in_reply_to_id bigint,                      -- kept when the parent goes: no foreign key
    in_reply_to_account_id bigint,
    conversation_id bigint not null,            -- the id of its first status
    reblog_of_id bigint references statuses (id) on delete cascade,
    application_id bigint,
    -- Whether it may stand in the public timelines: public, no boost, no reply to somebody else.
    is_timeline_public boolean not null,
    created_at bigint not null,
    edited_at bigint
);
create unique index statuses_by_uri on statuses (uri) where uri is not null;
create index statuses_by_account on statuses (account_id, id);
create index statuses_by_parent on statuses (in_reply_to_id) where in_reply_to_id is not null;
create unique index statuses_by_reblog on statuses (reblog_of_id, account_id) where reblog_of_id is not null;
create index statuses_public on statuses (id) where is_timeline_public;
create index statuses_public_local on statuses (id) where is_timeline_public and is_local;

create table status_stats (
    status_id bigint primary key references statuses (id) on delete cascade,
    replies_count bigint not null default 0,
    reblogs_count bigint not null default 0,
    favourites_count bigint not null default 0
);

create table mentions (
    status_id bigint not null references statuses (id) on delete cascade,
    account_id bigint not null references accounts (id) on delete cascade,
    primary key (status_id, account_id)
) /*without_rowid*/;
create index mentions_by_account on mentions (account_id, status_id);

create table tags (
    id bigint primary key,
    name text not null unique,                  -- normalised
    display_name text not null,
    created_at bigint not null
);

create table statuses_tags (
    tag_id bigint not null references tags (id) on delete cascade,
    status_id bigint not null references statuses (id) on delete cascade,
    primary key (tag_id, status_id)
) /*without_rowid*/;
create index statuses_tags_by_status on statuses_tags (status_id);

create table favourites (
    id bigint primary key,
    account_id bigint not null references accounts (id) on delete cascade,
    status_id bigint not null references statuses (id) on delete cascade,
    created_at bigint not null
);
create unique index favourites_by_pair on favourites (status_id, account_id);
create index favourites_by_account on favourites (account_id, id);

create table bookmarks (
    id bigint primary key,
    account_id bigint not null references accounts (id) on delete cascade,
    status_id bigint not null references statuses (id) on delete cascade,
    created_at bigint not null
);
create unique index bookmarks_by_pair on bookmarks (status_id, account_id);
create index bookmarks_by_account on bookmarks (account_id, id);

create table idempotency_keys (
    account_id bigint not null references accounts (id) on delete cascade,
    key text not null,
    status_id bigint not null,
    created_at bigint not null,
    primary key (account_id, key)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);

create table notifications (
    id bigint primary key,
    account_id bigint not null references accounts (id) on delete cascade,
    type text not null,
    from_account_id bigint not null references accounts (id) on delete cascade,
    status_id bigint references statuses (id) on delete cascade,
    created_at bigint not null
);
create index notifications_by_account on notifications (account_id, id);
create index notifications_by_from on notifications (from_account_id, account_id);
create index notifications_by_status on notifications (status_id) where status_id is not null;

create table markers (
    account_id bigint not null references accounts (id) on delete cascade,
    timeline text not null,                     -- home, notifications
    last_read_id bigint not null,
    version bigint not null,
    updated_at bigint not null,
    primary key (account_id, timeline)
) /*without_rowid*/;

create table custom_emojis (
    id bigint primary key,
    shortcode text not null,
    domain text not null default '',
    url text not null,
    static_url text not null,
    category text,
    is_in_picker boolean not null default true,
    is_disabled boolean not null default false
);
create unique index custom_emojis_by_shortcode on custom_emojis (domain, shortcode);

-- The site's own settings that change while it runs.
create table settings (
    name text primary key,
    value text not null
);

create table jobs (
    id bigint primary key,
    name text not null,
    arguments text not null,
    unique_key text,
    run_at bigint not null,
    attempts smallint not null default 0,       -- begun so far
    leased_until bigint,                        -- null: nobody works on it
    last_error text not null default '',
    dead_at bigint,                             -- given up
    created_at bigint not null
);
create index jobs_due on jobs (run_at, id) where dead_at is null;
create index jobs_dead on jobs (id) where dead_at is not null;
create unique index jobs_by_key on jobs (unique_key) where unique_key is not null and dead_at is null;

create table job_schedules (
    name text primary key,
    next_at bigint not null
);
