#include "relationships/follows.h"

#include "accounts/accounts.h"
#include "accounts/remote_accounts.h"
#include "base/json.h"
#include "instance/languages.h"
#include "instance/limits.h"
#include "lists/members.h"
#include "notifications/notifications.h"
#include "relationships/effects.h"
#include "relationships/outgoing.h"
#include "relationships/relationships.h"

#include <algorithm>

namespace relationships {

namespace {

using accounts::Account;
using notifications::Kind;

// As both tables keep them.
struct StoredOptions {
    bool shows_reblogs = true;
    bool notifies = false;
    std::optional<std::string> languages; // JSON; null is all.
    std::optional<std::string> uri;       // What its server calls it; null: it is ours.
};

std::optional<std::string> to_json(const std::vector<std::string>& languages) {
    if (languages.empty()) return std::nullopt;
    std::string text;
    json::Writer out(text);
    out.begin_array();
    for (const auto& language : languages) out.value(language);
    out.end_array();
    return text;
}

StoredOptions stored(const FollowOptions& options) {
    return {.shows_reblogs = options.reblogs.value_or(true),
            .notifies = options.notify.value_or(false),
            .languages = options.languages ? to_json(*options.languages) : std::nullopt,
            .uri = options.uri};
}

Result<> check_languages(const FollowOptions& options) {
    if (!options.languages) return {};
    if (!std::all_of(options.languages->begin(), options.languages->end(), instance::is_language)) {
        return base::invalid("Validation failed: Languages contains a code that is not a language");
    }
    return {};
}

// Who may be followed by `account`, and whether they are already.
struct Followable {
    Account target;
    bool is_followed = false;
};

Result<Followable> find_followable(db::Tx& tx, const Account& account, AccountId id) {
    auto target = TRY(accounts::find_shown(tx, id));
    if (target.is_suspended) return base::not_found();
    if (target.id == account.id) return base::forbidden();
    const auto relations = relations_of(tx, account.id, std::span(&id, 1));
    const auto relation = relations.find(id);
    if (relation == relations.end()) return Followable{.target = std::move(target)};
    if (relation->second.parts()) return base::forbidden();
    return Followable{.target = std::move(target), .is_followed = relation->second.follows};
}

// Keeps a server of robots from following everybody; those who are followed much may follow much.
Result<> check_follow_limit(db::Tx& tx, const Account& account) {
    if (!account.is_local()) return {};
    auto rows =
        tx.query("select following_count, followers_count from account_stats where account_id = $1", {account.id});
    if (!rows.next()) return {};
    const auto limit =
        std::max(instance::limits::kFollows, static_cast<std::int64_t>(static_cast<double>(rows.integer(1))
                                                                       * instance::limits::kFollowsPerFollower));
    if (rows.integer(0) < limit) return {};
    return base::invalid("Validation failed: You cannot follow more than " + std::to_string(limit) + " people");
}

// The follow's own id.
std::int64_t change_follow(db::Tx& tx, AccountId account, AccountId target, const FollowOptions& options) {
    const auto languages = options.languages ? to_json(*options.languages) : std::nullopt;
    return tx
        .query_integer(R"(
        update follows
        set shows_reblogs = coalesce($3, shows_reblogs), notifies = coalesce($4, notifies),
            languages = case when $5 then $6 else languages end, uri = coalesce($7, uri)
        where account_id = $1 and target_account_id = $2
        returning id)", {account, target, options.reblogs, options.notify, options.languages.has_value(),
                                  languages, options.uri})
        .value_or(0);
}

// False if there is none.
bool change_request(db::Tx& tx, AccountId account, AccountId target, const FollowOptions& options) {
    const auto languages = options.languages ? to_json(*options.languages) : std::nullopt;
    return tx.exec(R"(
        update follow_requests
        set shows_reblogs = coalesce($3, shows_reblogs), notifies = coalesce($4, notifies),
            languages = case when $5 then $6 else languages end, uri = coalesce($7, uri)
        where account_id = $1 and target_account_id = $2)", {account, target, options.reblogs, options.notify, options.languages.has_value(),
                              languages, options.uri})
           == 1;
}

// False if it was there already.
bool insert_follow(db::Tx& tx, std::int64_t id, AccountId account, AccountId target, const StoredOptions& options) {
    return tx.exec(R"(
        insert into follows (id, account_id, target_account_id, shows_reblogs, notifies, languages, uri, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (account_id, target_account_id) do nothing)", {id, account, target, options.shows_reblogs, options.notifies, options.languages,
                              options.uri, tx.now()})
           == 1;
}

bool insert_request(db::Tx& tx, std::int64_t id, AccountId account, AccountId target, const StoredOptions& options) {
    return tx.exec(R"(
        insert into follow_requests (id, account_id, target_account_id, shows_reblogs, notifies, languages, uri,
                                     created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (account_id, target_account_id) do nothing)", {id, account, target, options.shows_reblogs, options.notifies, options.languages,
                              options.uri, tx.now()})
           == 1;
}

// nullopt if there was none.
std::optional<FollowName> delete_follow(db::Tx& tx, AccountId account, AccountId target) {
    auto rows = tx.query("delete from follows where account_id = $1 and target_account_id = $2 returning id, uri",
                         {account, target});
    if (!rows.next()) return std::nullopt;
    return FollowName{.id = rows.integer(0), .uri = rows.maybe_string(1)};
}

struct Request {
    std::int64_t id;
    StoredOptions options;

    FollowName name() const { return {.id = id, .uri = options.uri}; }
};

std::optional<Request> read_request(db::Rows rows) {
    if (!rows.next()) return std::nullopt;
    return Request{.id = rows.integer(0),
                   .options = {.shows_reblogs = rows.boolean(1),
                               .notifies = rows.boolean(2),
                               .languages = rows.maybe_string(3),
                               .uri = rows.maybe_string(4)}};
}

// What was asked for; nullopt if there was no request.
std::optional<Request> take_request(db::Tx& tx, AccountId account, AccountId target) {
    return read_request(tx.query(R"(
        delete from follow_requests where account_id = $1 and target_account_id = $2
        returning id, shows_reblogs, notifies, languages, uri)", {account, target}));
}

// As what it was asked for with; nullopt if there was no follow.
std::optional<Request> take_follow(db::Tx& tx, AccountId account, AccountId target) {
    return read_request(tx.query(R"(
        delete from follows where account_id = $1 and target_account_id = $2
        returning id, shows_reblogs, notifies, languages, uri)", {account, target}));
}

void count_follow(db::Tx& tx, AccountId account, AccountId target, int change) {
    accounts::count_following(tx, account, change);
    accounts::count_followers(tx, target, change);
}

void establish(db::Tx& tx, std::int64_t id, AccountId account, AccountId target, const StoredOptions& options) {
    if (!insert_follow(tx, id, account, target, options)) return;
    count_follow(tx, account, target, +1);
    notifications::notify(tx, {.to = target, .kind = Kind::Follow, .from = account});
    drop_feed(tx, account);
}

void request(db::Tx& tx, const Account& account, const Account& target, const StoredOptions& options) {
    const auto id = tx.new_id();
    if (!insert_request(tx, id, account.id, target.id, options)) return;
    notifications::notify(tx, {.to = target.id, .kind = Kind::FollowRequest, .from = account.id});
    if (account.is_local() && !target.is_local()) send_follow(tx, account, target.id, {.id = id, .uri = {}});
}

// What has ended: a follow or a request; nullopt when there was neither.
std::optional<FollowName> end(db::Tx& tx, AccountId account, AccountId target) {
    if (auto follow = delete_follow(tx, account, target)) {
        count_follow(tx, account, target, -1);
        notifications::withdraw(tx, {.to = target, .kind = Kind::Follow, .from = account});
        lists::leave_lists(tx, account, target);
        forget_endorsement(tx, account, target);
        drop_feed(tx, account);
        return follow;
    }
    const auto request = take_request(tx, account, target);
    if (!request) return std::nullopt;
    notifications::withdraw(tx, {.to = target, .kind = Kind::FollowRequest, .from = account});
    lists::leave_lists(tx, account, target);
    return request->name();
}

// Other servers answer a request themselves; those kept out of public places always ask.
bool must_ask(const Account& account, const Account& target) {
    return target.is_locked || account.is_limited || !target.is_local();
}

} // namespace

Result<> follow(db::Tx& tx, const Account& account, AccountId target_id, const FollowOptions& options) {
    TRY(check_languages(options));
    const auto [target, is_followed] = TRY(find_followable(tx, account, target_id));
    if (is_followed) {
        const auto id = change_follow(tx, account.id, target.id, options);
        drop_feed(tx, account.id);
        if (!account.is_local()) send_accept_follow(tx, target, account.id, {.id = id, .uri = options.uri});
        return {};
    }
    if (change_request(tx, account.id, target.id, options)) return {};

    if (accounts::has_moved(tx, target.id)) return base::forbidden();
    if (!options.is_move) TRY(check_follow_limit(tx, account));
    const bool is_let_in = options.is_move && target.is_local();
    if (!is_let_in && must_ask(account, target)) {
        request(tx, account, target, stored(options));
        return {};
    }
    const auto id = tx.new_id();
    establish(tx, id, account.id, target.id, stored(options));
    if (!account.is_local()) send_accept_follow(tx, target, account.id, {.id = id, .uri = options.uri});
    return {};
}

Result<> unfollow(db::Tx& tx, const Account& account, AccountId target) {
    const auto ended = end(tx, account.id, target);
    if (ended && account.is_local()) send_undo_follow(tx, account, target, *ended);
    return {};
}

Result<> remove_follower(db::Tx& tx, const Account& account, AccountId follower_id) {
    const auto ended = end(tx, follower_id, account.id);
    if (!ended) return {};
    if (account.is_local()) {
        send_reject_follow(tx, account, follower_id, *ended);
    } else if (const auto follower = accounts::find(tx, follower_id); follower && follower->is_local()) {
        send_undo_follow(tx, *follower, account.id, *ended);
    }
    return {};
}

Result<> authorize_follow_request(db::Tx& tx, const Account& account, AccountId requester) {
    const auto request = take_request(tx, requester, account.id);
    if (!request) return base::not_found();
    notifications::withdraw(tx, {.to = account.id, .kind = Kind::FollowRequest, .from = requester});
    establish(tx, tx.new_id(), requester, account.id, request->options);
    send_accept_follow(tx, account, requester, request->name());
    return {};
}

Result<> reject_follow_request(db::Tx& tx, const Account& account, AccountId requester) {
    const auto request = take_request(tx, requester, account.id);
    if (!request) return base::not_found();
    notifications::withdraw(tx, {.to = account.id, .kind = Kind::FollowRequest, .from = requester});
    lists::leave_lists(tx, requester, account.id);
    send_reject_follow(tx, account, requester, request->name());
    return {};
}

// The follow keeps the id of the request: it is what the other server knows it by.
Result<> accept_outgoing_follow(db::Tx& tx, AccountId follower, AccountId target) {
    const auto request = take_request(tx, follower, target);
    if (!request) return base::not_found();
    establish(tx, request->id, follower, target, request->options);
    return {};
}

Result<> reject_outgoing_follow(db::Tx& tx, AccountId follower, AccountId target) {
    if (!end(tx, follower, target)) return base::not_found();
    return {};
}

Result<> revoke_outgoing_follow(db::Tx& tx, AccountId follower, AccountId target) {
    const auto follow = take_follow(tx, follower, target);
    if (!follow) return base::not_found();
    count_follow(tx, follower, target, -1);
    forget_endorsement(tx, follower, target);
    drop_feed(tx, follower);
    insert_request(tx, follow->id, follower, target, follow->options);
    return {};
}

bool has_followers_here(db::Tx& tx, AccountId account) {
    return tx.query_integer("select 1 from follows where target_account_id = $1 limit 1", {account}).has_value();
}

std::optional<AccountId> some_follower_here(db::Tx& tx, AccountId account) {
    const auto id = tx.query_integer(R"(
        select f.account_id from follows f join accounts a on a.id = f.account_id
        where f.target_account_id = $1 and a.suspended_at is null limit 1)", {account});
    return id ? std::optional(AccountId{*id}) : std::nullopt;
}

bool is_following(db::Tx& tx, AccountId account, AccountId target) {
    return tx.query_integer("select 1 from follows where account_id = $1 and target_account_id = $2", {account, target})
        .has_value();
}

bool is_asking_to_follow(db::Tx& tx, AccountId account, AccountId target) {
    return tx
        .query_integer("select 1 from follow_requests where account_id = $1 and target_account_id = $2",
                       {account, target})
        .has_value();
}

bool wants_to_follow(db::Tx& tx, AccountId account, AccountId target) {
    return is_following(tx, account, target) || is_asking_to_follow(tx, account, target);
}

} // namespace relationships
