#pragma once

#include "accounts/account.h"
#include "base/clock.h"
#include "base/result.h"
#include "db/db.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>

// Rows of accounts that are remembered while they stay as they are: base/remembered.h.
namespace accounts {

// What is wanted of an account whenever it is shown, and what the rest hangs on.
struct KnownAccount {
    Account account;
    bool is_shown = false; // accounts::find_shown() finds it.
    bool has_moved = false;
    std::int64_t revision = 0; // base/renderings.h.
    std::int64_t statuses_count = 0;
    std::int64_t following_count = 0;
    std::int64_t followers_count = 0;
    std::optional<base::Time> last_status_at;
    std::int64_t emojis_revision = 0;     // Of all custom emojis: instance/custom_emojis.h.
    std::optional<base::Time> fetched_at; // When its own server was last asked, if that is not ours.
};

using KnownAccounts = std::unordered_map<AccountId, std::shared_ptr<const KnownAccount>>;

// Those of `ids` that are there; an id may be named several times. One statement, or none where all are remembered.
KnownAccounts known_accounts(db::Tx& tx, std::span<const AccountId> ids);
// NotFound unless accounts::find_shown() finds it.
Result<std::shared_ptr<const KnownAccount>> known_account(db::Tx& tx, AccountId id);

// What its owner alone sees of an account of ours.
struct OwnAccount {
    std::string note_text, fields, attribution_domains;
    std::string visibility, quote_policy; // Of new posts,
    bool is_sensitive = false;            // and whether their media are.
    std::optional<std::string> language;
    bool hides_collections = false, is_indexable = false;
    std::optional<bool> is_discoverable;
    std::int64_t follow_requests_count = 0; // At most 40: clients show "40+".
    Role role = Role::User;
};

// The account has a user.
std::shared_ptr<const OwnAccount> own_account(db::Tx& tx, AccountId id);

} // namespace accounts
