#pragma once

#include "accounts/account.h"
#include "accounts/account_rendering.h"
#include "accounts/interaction_policy.h"
#include "accounts/known_accounts.h"
#include "base/json.h"
#include "base/renderings.h"
#include "db/db.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace accounts {

// The Account entities of a page. The number of queries does not depend on the number of accounts: one for those that
// are not remembered, three more when some of them were not shown of late, one when they use emojis, and one when it
// depends on who follows whom, and is not among `known`, whether `viewer` (0: nobody) may put some of them into a
// collection. https://docs.joinmastodon.org/entities/Account/
class AccountEntities {
public:
    // Of `ids`, which may name one account several times, and of those that something else has looked up.
    AccountEntities(db::Tx& tx, std::span<const AccountId> ids, KnownAccounts found = {}, Moved moved = Moved::Shown,
                    AccountId viewer = {}, const Acquaintances& known = {});

    bool has(AccountId id) const { return shown_.contains(id); }
    // One JSON object; `id` must be there.
    void write(json::Writer& out, AccountId id) const;
    // The same with more members at its end: `members` is `"name":value`, one or more.
    void write_with(json::Writer& out, AccountId id, std::string_view members) const;

private:
    struct Shown {
        std::shared_ptr<const KnownAccount> row;
        std::shared_ptr<const base::AccountRendering> rendering = {};
        std::string emojis = {};           // JSON. Empty: none.
        Consent consent = Consent::Denied; // To be put into a collection by the viewer.
    };

    void find_renderings(db::Tx& tx, Moved moved);
    void load_emojis(db::Tx& tx);
    void load_consents(db::Tx& tx, AccountId viewer, const Acquaintances& known);

    std::unordered_map<AccountId, Shown> shown_;
};

// The fields of a profile, as accounts.fields keeps them: their "text" as its owner wrote it, or their "value" in HTML.
void write_fields(json::Writer& out, std::string_view fields, std::string_view member);

// An array in the order of `ids`, without those that are not there.
void write_accounts(json::Writer& out, db::Tx& tx, std::span<const AccountId> ids, AccountId viewer = {});
void write_account(json::Writer& out, db::Tx& tx, AccountId id);
void write_account(json::Writer& out, db::Tx& tx, std::shared_ptr<const KnownAccount> account, AccountId viewer = {});
// https://docs.joinmastodon.org/entities/Account/#CredentialAccount
void write_credential_account(json::Writer& out, db::Tx& tx, AccountId id);
// https://docs.joinmastodon.org/entities/Profile/
void write_profile(json::Writer& out, db::Tx& tx, const Account& account);
// https://docs.joinmastodon.org/entities/Preferences/
void write_preferences(json::Writer& out, db::Tx& tx, AccountId id);

} // namespace accounts
