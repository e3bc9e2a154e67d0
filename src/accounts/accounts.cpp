#include "accounts/accounts.h"

#include "accounts/known_accounts.h"
#include "base/ascii.h"
#include "base/remembered.h"
#include "db/remembering.h"
#include "search/account_index.h"

#include <algorithm>

namespace accounts {

namespace {

// The columns: id, username, domain, is_locked, suspended, silenced.
Account read_account(const db::Rows& rows) {
    return {.id = rows.id<AccountId>(0),
            .username = rows.string(1),
            .domain = rows.string(2),
            .is_locked = rows.boolean(3),
            .is_suspended = rows.boolean(4),
            .is_limited = rows.boolean(5)};
}

std::optional<Account> read_one(db::Rows rows) {
    if (!rows.next()) return std::nullopt;
    return read_account(rows);
}

struct Name {
    std::string username;
    std::string domain;

    auto operator<=>(const Name&) const = default;
};

// As the index has it: in lower case, without our own domain.
Name parse_acct(const base::Config& config, std::string_view acct) {
    if (acct.starts_with('@')) acct.remove_prefix(1);
    const auto at = acct.find('@');
    Name name{.username = base::ascii_lower(acct.substr(0, at)), .domain = {}};
    if (at != std::string_view::npos && !is_our_domain(config, acct.substr(at + 1))) {
        name.domain = base::ascii_lower(acct.substr(at + 1));
    }
    return name;
}

// Whom such a name was found for before, and who still has it.
std::optional<Account> find_remembered(db::Tx& tx, const Name& name, const std::string& key) {
    if (!db::may_take(tx)) return std::nullopt;
    const auto known = tx.context().remembered.account_named(key);
    if (!known || base::ascii_lower(known->account.username) != name.username || known->account.domain != name.domain)
        return std::nullopt;
    return known->account;
}

bool insert_account(db::Tx& tx, AccountId id, const NewAccount& account) {
    const auto uri = account.uri.empty() ? std::nullopt : std::optional(account.uri);
    const auto url = account.url.empty() ? std::nullopt : std::optional(account.url);
    return tx.exec(R"(
        insert into accounts (id, username, domain, display_name, uri, url, is_locked, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
        on conflict do nothing)",
                   {id, account.username, account.domain, account.display_name, uri, url, account.is_locked, tx.now()})
           == 1;
}

void insert_stats(db::Tx& tx, AccountId id) { tx.exec("insert into account_stats (account_id) values ($1)", {id}); }

} // namespace

const Account& anonymous() {
    static const Account nobody;
    return nobody;
}

Result<Account> create(db::Tx& tx, const NewAccount& account) {
    const auto id = tx.new_id<AccountId>();
    if (!insert_account(tx, id, account)) return base::invalid("Validation failed: Username has already been taken");
    insert_stats(tx, id);
    search::index_account(tx, id);
    return Account{.id = id, .username = account.username, .domain = account.domain, .is_locked = account.is_locked};
}

std::optional<Account> find(db::Tx& tx, AccountId id) { return read_one(tx.query(R"(
        select id, username, domain, is_locked, suspended_at is not null, silenced_at is not null
        from accounts where id = $1)", {id})); }

Result<Account> find_shown(db::Tx& tx, AccountId id) { return TRY(known_account(tx, id))->account; }

std::vector<AccountId> shown_among(db::Tx& tx, std::span<const AccountId> ids) {
    static const std::string kSql = R"(
        select a.id from ids($1) l join accounts a on a.id = l.value left join users u on u.account_id = a.id
        where )" + std::string(kIsShown) + " order by a.id";
    auto shown = tx.query_ids<AccountId>(kSql, {ids});
    std::vector<AccountId> ordered;
    for (const auto id : ids) {
        if (std::binary_search(shown.begin(), shown.end(), id)
            && std::find(ordered.begin(), ordered.end(), id) == ordered.end()) {
            ordered.push_back(id);
        }
    }
    return ordered;
}

std::vector<Account> find_many(db::Tx& tx, std::span<const AccountId> ids) {
    std::vector<Account> found;
    auto rows = tx.query(R"(
        select id, username, domain, is_locked, suspended_at is not null, silenced_at is not null
        from accounts where id in (select value from ids($1)))", {ids});
    while (rows.next()) found.push_back(read_account(rows));
    return found;
}

std::optional<Account> find_by_acct(db::Tx& tx, std::string_view acct) {
    if (acct.ends_with('@')) return std::nullopt;
    const Name name = parse_acct(tx.config(), acct);
    const std::string key = name.username + "@" + name.domain;
    if (auto remembered = find_remembered(tx, name, key)) return remembered;
    auto found = read_one(tx.query(R"(
        select id, username, domain, is_locked, suspended_at is not null, silenced_at is not null
        from accounts where lower(username) = $1 and domain = $2)", {name.username, name.domain}));
    if (found) tx.context().remembered.keep_name(key, found->id);
    return found;
}

std::vector<Mentionable> find_mentionable(db::Tx& tx, std::span<const std::string> accts) {
    std::vector<Name> wanted;
    std::vector<std::string> usernames, domains;
    for (const auto& acct : accts) {
        wanted.push_back(parse_acct(tx.config(), acct));
        usernames.push_back(wanted.back().username);
        domains.push_back(wanted.back().domain);
    }
    std::sort(wanted.begin(), wanted.end());

    // Every name with every domain: more than was asked for, never more than the index holds under those names.
    std::vector<Mentionable> found;
    if (wanted.empty()) return found;
    auto rows = tx.query(R"(
        select id, username, domain, is_locked, suspended_at is not null, silenced_at is not null, coalesce(url, uri)
        from accounts
        where lower(username) in (select value from texts($1)) and domain in (select value from texts($2))
          and suspended_at is null)", {usernames, domains});
    while (rows.next()) {
        const Account account = read_account(rows);
        if (!std::binary_search(wanted.begin(), wanted.end(),
                                Name{base::ascii_lower(account.username), account.domain})) {
            continue;
        }
        found.push_back({.account = account,
                         .url = account.is_local() ? local_url(tx.config(), account.username) : rows.string(6)});
    }
    return found;
}

bool is_our_domain(const base::Config& config, std::string_view domain) {
    return base::equals_ignoring_ascii_case(domain, config.domain)
           || base::equals_ignoring_ascii_case(domain, config.web_host());
}

std::string local_url(const base::Config& config, std::string_view username) {
    return config.web_url() + "/@" + std::string(username);
}

std::string local_uri(const base::Config& config, std::string_view username) {
    return config.web_url() + "/users/" + std::string(username);
}

void count_statuses(db::Tx& tx, AccountId id, int change, std::optional<base::Time> last_status_at) {
    tx.exec(R"(
        update account_stats
        set statuses_count = statuses_count + $2, last_status_at = coalesce(cast($3 as bigint), last_status_at)
        where account_id = $1)", {id, change, last_status_at});
}

void count_followers(db::Tx& tx, AccountId id, int change) {
    const auto count = tx.query_integer(R"(
        update account_stats set followers_count = followers_count + $2 where account_id = $1
        returning followers_count)", {id, change});
    if (count && search::tier_of(*count) != search::tier_of(*count - change)) search::move_to_tier(tx, id, *count);
}

void count_following(db::Tx& tx, AccountId id, int change) {
    tx.exec("update account_stats set following_count = following_count + $2 where account_id = $1", {id, change});
}

} // namespace accounts
