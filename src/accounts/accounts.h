#pragma once

#include "accounts/account.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/result.h"
#include "db/db.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Profiles: who is who, what they say of themselves, and their counts.
namespace accounts {

struct NewAccount {
    std::string username;
    std::string domain = {}; // Empty: one of ours.
    std::string display_name = {};
    std::string uri = {}; // Of remote accounts, as is `url`.
    std::string url = {};
    bool is_locked = false;
};
// Effects: its counts, all 0; search finds it.
// Errors: Invalid when somebody has that name in any case.
Result<Account> create(db::Tx& tx, const NewAccount& account);

// Suspended accounts are found too: what shows them decides.
std::optional<Account> find(db::Tx& tx, AccountId id);
// As find, for those who may be seen by others: NotFound also for one of ours who has not confirmed their address or
// waits for approval.
Result<Account> find_shown(db::Tx& tx, AccountId id);
// The same as a condition, where `u` is the user of an account, or null.
inline constexpr std::string_view kIsShown = "(u.id is null or (u.is_approved and u.confirmed_at is not null))";
// Those of `ids` that find_shown finds, in the same order, each once.
std::vector<AccountId> shown_among(db::Tx& tx, std::span<const AccountId> ids);
// In the order of the database; those that are not there are left out.
std::vector<Account> find_many(db::Tx& tx, std::span<const AccountId> ids);
// `acct` is "alice", "@alice", "alice@social.example" (ours, if that is our domain) or "bob@remote.test"; any case.
std::optional<Account> find_by_acct(db::Tx& tx, std::string_view acct);

struct Mentionable {
    Account account;
    std::string url; // The profile page that a mention links to.
};
// Those of `accts` ("alice", "bob@remote.test") that exist and are not suspended, in one query.
std::vector<Mentionable> find_mentionable(db::Tx& tx, std::span<const std::string> accts);

// `domain` is how our own accounts may be addressed: the configured domain, or the host of our URLs. Any case.
bool is_our_domain(const base::Config& config, std::string_view domain);

// "https://social.example/@alice" and "https://social.example/users/alice".
std::string local_url(const base::Config& config, std::string_view username);
std::string local_uri(const base::Config& config, std::string_view username);

// Counts that other features keep right in the transaction that changes them.
void count_statuses(db::Tx& tx, AccountId id, int change, std::optional<base::Time> last_status_at = {});
void count_followers(db::Tx& tx, AccountId id, int change);
void count_following(db::Tx& tx, AccountId id, int change);

} // namespace accounts
