#include "accounts/remote_accounts.h"

#include "accounts/merging.h"
#include "accounts/remote_fields.h"
#include "accounts/verification.h"
#include "base/ascii.h"
#include "base/json.h"
#include "federation/domain_policy.h"
#include "jobs/jobs.h"
#include "search/account_index.h"

#include <algorithm>
#include <chrono>

namespace accounts {

namespace {

std::string to_json(const std::vector<std::string>& texts) {
    return boost::json::serialize(json::Array(texts.begin(), texts.end()));
}

struct Known {
    AccountId id;
    std::string username, display_name;
    bool is_suspended = false, is_suspended_there = false;
    std::string uri, url, fields;
};

// The one with this URI; else the one with this handle, which has another URI since its server was set up anew.
std::optional<Known> find_known(db::Tx& tx, const RemoteProfile& profile) {
    auto rows = tx.query(R"(
        select a.id, a.username, a.display_name, a.suspended_at is not null,
               coalesce((select r.is_suspended_there from remote_actors r where r.account_id = a.id), false),
               a.uri, a.url, a.fields
        from (select id, 0 as place from accounts where uri = $1
              union all
              select id, 1 from accounts where lower(username) = $2 and domain = $3
              order by place limit 1) k
        join accounts a on a.id = k.id)", {profile.uri, base::ascii_lower(profile.username), profile.domain});
    if (!rows.next()) return std::nullopt;
    return Known{.id = rows.id<AccountId>(0),
                 .username = rows.string(1),
                 .display_name = rows.string(2),
                 .is_suspended = rows.boolean(3),
                 .is_suspended_there = rows.boolean(4),
                 .uri = rows.string(5),
                 .url = rows.string(6),
                 .fields = rows.string(7)};
}

// The handle is somebody else's now. Who had it before goes by a name of no server's making until their own says what
// they are called, or it turns out that they are the same.
void give_way(db::Tx& tx, const RemoteProfile& profile, AccountId to) {
    const auto former =
        tx.query_ids<AccountId>(R"(
        update accounts set username = username || '_' || cast(id as text), updated_at = $4
        where lower(username) = $1 and domain = $2 and id <> $3
        returning id)", {base::ascii_lower(profile.username), profile.domain, to, tx.now()});
    for (const AccountId id : former) {
        search::index_account(tx, id);
        merge_later(tx, id, to);
    }
}

AccountId insert_account(db::Tx& tx, const RemoteProfile& profile) {
    const auto id = tx.new_id<AccountId>();
    const auto created_at = std::min(profile.created_at.value_or(tx.now()), tx.now());
    tx.exec(R"(
        insert into accounts (id, username, domain, uri, silenced_at, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7))", {id, profile.username, profile.domain, profile.uri,
                       federation::silenced_since(tx, profile.domain), created_at, tx.now()});
    tx.exec("insert into account_stats (account_id) values ($1)", {id});
    return id;
}

// A link back led to where they were: it says nothing of where they are now.
KeptFields fields_of(const Known& known, const RemoteProfile& profile) {
    const bool is_where_it_was = known.uri == profile.uri && known.url == profile.url;
    return keep_fields(profile.fields, is_where_it_was ? known.fields : "[]");
}

void update_words(db::Tx& tx, const Known& known, const RemoteProfile& profile) {
    const AccountId id = known.id;
    const KeptFields fields = fields_of(known, profile);
    const auto url = profile.url.empty() ? std::nullopt : std::optional(profile.url);
    const bool has_pictures = !profile.avatar.empty() || !profile.header.empty();
    const bool shows_pictures = has_pictures && !federation::rejects_media_of(tx, profile.domain);
    tx.exec(R"(
        update accounts
        set username = $2, domain = $3, uri = $4, url = $5, display_name = $6, note = $7, fields = $8, avatar = $9,
            header = $10, actor_type = $11, updated_at = $12
        where id = $1)",
            {id, profile.username, profile.domain, profile.uri, url, profile.display_name, profile.note, fields.json,
             shows_pictures ? profile.avatar : "", shows_pictures ? profile.header : "", profile.actor_type, tx.now()});
    if (fields.has_new_links && !profile.is_suspended) verify_links(tx, id, Wait::Minutes);
}

void update_choices(db::Tx& tx, AccountId id, const RemoteProfile& profile) {
    tx.exec(R"(
        update accounts
        set is_locked = $2, is_discoverable = $3, is_indexable = $4, is_memorial = $5, shows_media = $6,
            shows_media_replies = $7, shows_featured = $8, also_known_as = $9, attribution_domains = $10,
            feature_policy = $11
        where id = $1)",
            {id, profile.is_locked, profile.is_discoverable, profile.is_indexable, profile.is_memorial,
             profile.shows_media, profile.shows_media_replies, profile.shows_featured, to_json(profile.also_known_as),
             to_json(profile.attribution_domains), profile.feature_policy.bits()});
}

// Who was suspended here first is so by us, whatever their own server says of it, too.
void keep_addresses(db::Tx& tx, const Known& known, const RemoteProfile& profile) {
    const bool is_suspended_here = known.is_suspended && !known.is_suspended_there;
    const auto& delivery = profile.shared_inbox.empty() ? profile.inbox : profile.shared_inbox;
    tx.exec(R"(
        insert into remote_actors (account_id, inbox_url, shared_inbox_url, delivery_inbox_url, outbox_url,
                                   followers_url, following_url, featured_url, featured_tags_url, fetched_at,
                                   is_suspended_there, featured_collections_url)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        on conflict (account_id) do update
        set inbox_url = $2, shared_inbox_url = $3, delivery_inbox_url = $4, outbox_url = $5, followers_url = $6,
            following_url = $7, featured_url = $8, featured_tags_url = $9, fetched_at = $10,
            is_suspended_there = $11, featured_collections_url = $12)", {known.id, profile.inbox, profile.shared_inbox, delivery, profile.outbox, profile.followers,
                       profile.following, profile.featured, profile.featured_tags, tx.now(),
                       profile.is_suspended && !is_suspended_here, profile.featured_collections});
}

// Whether none of those that they had is among theirs now.
bool has_other_keys(db::Tx& tx, AccountId id, const std::vector<RemoteProfile::Key>& keys) {
    bool had_any = false;
    auto rows = tx.query("select public_key from remote_keys where account_id = $1", {id});
    while (rows.next()) {
        had_any = true;
        if (std::ranges::find(keys, rows.text(0), &RemoteProfile::Key::pem) != keys.end()) return false;
    }
    return had_any && !keys.empty();
}

// Their server may have been set up anew, and know of nobody who follows them. However often they do that, it is told
// every ten minutes at most.
void follow_again(db::Tx& tx, AccountId id) {
    constexpr std::chrono::minutes kDelay{10};
    jobs::enqueue(tx, "follow_again", {{"account_id", id.value}, {"after", 0}}, tx.now() + kDelay,
                  "follow_again:" + to_string(id));
}

// A key that its document does not name any more is good no longer.
void keep_keys(db::Tx& tx, AccountId id, const std::vector<RemoteProfile::Key>& keys) {
    std::vector<std::string> ids;
    for (const auto& key : keys) ids.push_back(key.id);
    tx.exec("delete from remote_keys where account_id = $1 and id not in (select value from texts($2))", {id, ids});
    for (const auto& key : keys) {
        tx.exec(R"(
            insert into remote_keys (id, account_id, public_key, fetched_at) values ($1, $2, $3, $4)
            on conflict (id) do update set public_key = $3, fetched_at = $4 where remote_keys.account_id = $2)", {key.id, id, key.pem, tx.now()});
    }
}

// Their own server suspends them, or has taken that back. What was decided here stays.
void follow_suspension(db::Tx& tx, const Known& known, bool is_suspended) {
    if (is_suspended && !known.is_suspended) {
        tx.exec("update accounts set suspended_at = $2 where id = $1", {known.id, tx.now()});
    } else if (!is_suspended && known.is_suspended && known.is_suspended_there) {
        tx.exec("update accounts set suspended_at = null where id = $1", {known.id});
    }
}

// Where they say that they have gone, if we know that place and it says that it is them.
void follow_move(db::Tx& tx, AccountId id, const RemoteProfile& profile) {
    std::optional<AccountId> target;
    if (!profile.moved_to.empty()) {
        if (const auto account = find_by_uri(tx, profile.moved_to); account && is_alias(tx, account->id, profile.uri)) {
            target = account->id;
        }
    }
    tx.exec("update accounts set moved_to_account_id = $2 where id = $1", {id, target});
}

} // namespace

Result<AccountId> keep_remote(db::Tx& tx, const RemoteProfile& profile) {
    auto known = find_known(tx, profile);
    if (!known && federation::is_kept_away(tx, profile.domain)) {
        return base::forbidden("nobody comes from " + profile.domain);
    }
    const bool is_new = !known;
    if (!known) {
        known = Known();
        known->id = insert_account(tx, profile);
    }
    give_way(tx, profile, known->id);

    const AccountId id = known->id;
    keep_addresses(tx, *known, profile);
    if (!is_new && has_other_keys(tx, id, profile.keys)) follow_again(tx, id);
    keep_keys(tx, id, profile.keys);
    follow_suspension(tx, *known, profile.is_suspended);
    if (known->is_suspended && !known->is_suspended_there) return id;
    update_words(tx, *known, profile);
    update_choices(tx, id, profile);
    follow_move(tx, id, profile);
    if (is_new || known->username != profile.username || known->display_name != profile.display_name) {
        search::index_account(tx, id);
    }
    return id;
}

void keep_counts(db::Tx& tx, AccountId id, const RemoteCounts& counts) {
    const auto followers = tx.query_integer(R"(
        update account_stats
        set statuses_count = coalesce($2, statuses_count), following_count = coalesce($3, following_count),
            followers_count = coalesce($4, followers_count)
        where account_id = $1
        returning followers_count)", {id, counts.statuses, counts.following, counts.followers});
    if (followers) search::move_to_tier(tx, id, *followers);
}

std::optional<std::string> local_username(const base::Config& config, std::string_view uri) {
    const std::string prefix = local_uri(config, "");
    if (!uri.starts_with(prefix)) return std::nullopt;
    const auto name = uri.substr(prefix.size());
    if (name.empty() || name.find_first_of("/?#") != std::string_view::npos) return std::nullopt;
    return std::string(name);
}

std::optional<Account> find_by_uri(db::Tx& tx, std::string_view uri) {
    if (const auto name = local_username(tx.config(), uri)) return find_by_acct(tx, *name);
    const auto id = tx.query_integer("select id from accounts where uri = $1", {uri});
    return id ? find(tx, AccountId{*id}) : std::nullopt;
}

std::string uri_of(db::Tx& tx, AccountId id) {
    auto rows = tx.query("select domain, username, uri from accounts where id = $1", {id});
    if (!rows.next()) return {};
    return rows.text(0).empty() ? local_uri(tx.config(), rows.text(1)) : rows.string(2);
}

bool is_alias(db::Tx& tx, AccountId id, std::string_view uri) {
    auto rows = tx.query("select also_known_as from accounts where id = $1", {id});
    if (!rows.next()) return false;
    const auto aliases = json::parse(rows.text(0));
    if (!aliases || !aliases->is_array()) return false;
    return std::ranges::any_of(aliases->get_array(), [&](const json::Value& alias) {
        return alias.is_string() && std::string_view(alias.get_string()) == uri;
    });
}

bool has_moved(db::Tx& tx, AccountId id) {
    return tx.query_integer("select 1 from accounts where id = $1 and moved_to_account_id is not null", {id})
        .has_value();
}

void suspend(db::Tx& tx, AccountId id) {
    tx.exec("update accounts set suspended_at = $2 where id = $1 and suspended_at is null", {id, tx.now()});
}

std::optional<Age> age_of(db::Tx& tx, AccountId id) {
    auto rows = tx.query("select fetched_at, details_at from remote_actors where account_id = $1", {id});
    if (!rows.next()) return std::nullopt;
    return Age{.fetched_at = rows.time(0), .details_at = rows.maybe_time(1)};
}

void note_details(db::Tx& tx, AccountId id) {
    tx.exec("update remote_actors set details_at = $2 where account_id = $1", {id, tx.now()});
}

void note_asked(db::Tx& tx, AccountId id) {
    tx.exec("update remote_actors set fetched_at = $2 where account_id = $1", {id, tx.now()});
}

void refresh_later(db::Tx& tx, AccountId id) {
    jobs::enqueue_waiting(tx, "refresh_account", {{"account_id", id.value}}, {}, "refresh_account:" + to_string(id));
}

void delete_later(db::Tx& tx, AccountId id) {
    suspend(tx, id);
    jobs::enqueue(tx, "delete_remote_account", {{"account_id", id.value}}, {},
                  "delete_remote_account:" + to_string(id));
}

void keep_visibility_of_lists(db::Tx& tx, AccountId id, bool are_hidden) {
    tx.exec("update accounts set hides_collections = $2 where id = $1 and hides_collections <> $2", {id, are_hidden});
}

} // namespace accounts
