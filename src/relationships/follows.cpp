#include "relationships/follows.h"

#include "accounts/accounts.h"
#include "base/json.h"
#include "instance/languages.h"
#include "instance/limits.h"
#include "lists/members.h"
#include "notifications/notifications.h"
#include "relationships/effects.h"
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
            .languages = options.languages ? to_json(*options.languages) : std::nullopt};
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

void change_follow(db::Tx& tx, AccountId account, AccountId target, const FollowOptions& options) {
    const auto languages = options.languages ? to_json(*options.languages) : std::nullopt;
    tx.exec(R"(
        update follows
        set shows_reblogs = coalesce($3, shows_reblogs), notifies = coalesce($4, notifies),
            languages = case when $5 then $6 else languages end
        where account_id = $1 and target_account_id = $2)", {account, target, options.reblogs, options.notify, options.languages.has_value(), languages});
}

// False if there is none.
bool change_request(db::Tx& tx, AccountId account, AccountId target, const FollowOptions& options) {
    const auto languages = options.languages ? to_json(*options.languages) : std::nullopt;
    return tx.exec(R"(
        update follow_requests
        set shows_reblogs = coalesce($3, shows_reblogs), notifies = coalesce($4, notifies),
            languages = case when $5 then $6 else languages end
        where account_id = $1 and target_account_id = $2)",
                   {account, target, options.reblogs, options.notify, options.languages.has_value(), languages})
           == 1;
}

// False if it was there already.
bool insert_follow(db::Tx& tx, AccountId account, AccountId target, const StoredOptions& options) {
    return tx.exec(R"(
        insert into follows (id, account_id, target_account_id, shows_reblogs, notifies, languages, created_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (account_id, target_account_id) do nothing)",
                   {tx.new_id(), account, target, options.shows_reblogs, options.notifies, options.languages, tx.now()})
           == 1;
}

bool insert_request(db::Tx& tx, AccountId account, AccountId target, const StoredOptions& options) {
    return tx.exec(R"(
        insert into follow_requests (id, account_id, target_account_id, shows_reblogs, notifies, languages, created_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (account_id, target_account_id) do nothing)",
                   {tx.new_id(), account, target, options.shows_reblogs, options.notifies, options.languages, tx.now()})
           == 1;
}

bool delete_follow(db::Tx& tx, AccountId account, AccountId target) {
    return tx.exec("delete from follows where account_id = $1 and target_account_id = $2", {account, target}) == 1;
}

// What was asked for; nullopt if there was no request.
std::optional<StoredOptions> take_request(db::Tx& tx, AccountId account, AccountId target) {
    auto rows = tx.query(R"(
        delete from follow_requests where account_id = $1 and target_account_id = $2
        returning shows_reblogs, notifies, languages)", {account, target});
    if (!rows.next()) return std::nullopt;
    return StoredOptions{
        .shows_reblogs = rows.boolean(0), .notifies = rows.boolean(1), .languages = rows.maybe_string(2)};
}

void count_follow(db::Tx& tx, AccountId account, AccountId target, int change) {
    accounts::count_following(tx, account, change);
    accounts::count_followers(tx, target, change);
}

void establish(db::Tx& tx, AccountId account, AccountId target, const StoredOptions& options) {
    if (!insert_follow(tx, account, target, options)) return;
    count_follow(tx, account, target, +1);
    notifications::notify(tx, {.to = target, .kind = Kind::Follow, .from = account});
    drop_feed(tx, account);
}

void request(db::Tx& tx, AccountId account, AccountId target, const StoredOptions& options) {
    if (!insert_request(tx, account, target, options)) return;
    notifications::notify(tx, {.to = target, .kind = Kind::FollowRequest, .from = account});
}

void end(db::Tx& tx, AccountId account, AccountId target) {
    if (delete_follow(tx, account, target)) {
        count_follow(tx, account, target, -1);
        notifications::withdraw(tx, {.to = target, .kind = Kind::Follow, .from = account});
        lists::leave_lists(tx, account, target);
        forget_endorsement(tx, account, target);
        drop_feed(tx, account);
    } else if (take_request(tx, account, target)) {
        notifications::withdraw(tx, {.to = target, .kind = Kind::FollowRequest, .from = account});
        lists::leave_lists(tx, account, target);
    }
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
        change_follow(tx, account.id, target.id, options);
        drop_feed(tx, account.id);
        return {};
    }
    if (change_request(tx, account.id, target.id, options)) return {};

    TRY(check_follow_limit(tx, account));
    if (must_ask(account, target)) {
        request(tx, account.id, target.id, stored(options));
    } else {
        establish(tx, account.id, target.id, stored(options));
    }
    return {};
}

Result<> unfollow(db::Tx& tx, const Account& account, AccountId target) {
    end(tx, account.id, target);
    return {};
}

Result<> remove_follower(db::Tx& tx, const Account& account, AccountId follower) {
    end(tx, follower, account.id);
    return {};
}

Result<> authorize_follow_request(db::Tx& tx, const Account& account, AccountId requester) {
    const auto options = take_request(tx, requester, account.id);
    if (!options) return base::not_found();
    notifications::withdraw(tx, {.to = account.id, .kind = Kind::FollowRequest, .from = requester});
    establish(tx, requester, account.id, *options);
    return {};
}

Result<> reject_follow_request(db::Tx& tx, const Account& account, AccountId requester) {
    if (!take_request(tx, requester, account.id)) return base::not_found();
    notifications::withdraw(tx, {.to = account.id, .kind = Kind::FollowRequest, .from = requester});
    lists::leave_lists(tx, requester, account.id);
    return {};
}

bool is_following(db::Tx& tx, AccountId account, AccountId target) {
    return tx.query_integer("select 1 from follows where account_id = $1 and target_account_id = $2", {account, target})
        .has_value();
}

} // namespace relationships
