#pragma once

#include "accounts/account.h"
#include "base/json.h"
#include "base/memo.h"
#include "db/db.h"

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace accounts {

// The Account entities of a page, each rendered once however often it stands in the page.
// The number of queries does not depend on the number of accounts.
// https://docs.joinmastodon.org/entities/Account/
class AccountEntities {
public:
    // `ids` may name one account several times.
    AccountEntities(db::Tx& tx, std::span<const AccountId> ids);

    bool has(AccountId id) const { return entities_.contains(id); }
    // One JSON object; `id` must be there.
    void write(json::Writer& out, AccountId id) const { out.raw(*entities_.at(id)); }
    // The same with more members at its end: `members` is `"name":value`, one or more.
    void write_with(json::Writer& out, AccountId id, std::string_view members) const;

private:
    std::unordered_map<AccountId, base::Memo::Result> entities_;
};

// The fields of a profile, as accounts.fields keeps them: their "text" as its owner wrote it, or their "value" in HTML.
void write_fields(json::Writer& out, std::string_view fields, std::string_view member);

// An array in the order of `ids`, without those that are not there.
void write_accounts(json::Writer& out, db::Tx& tx, std::span<const AccountId> ids);
void write_account(json::Writer& out, db::Tx& tx, AccountId id);
// https://docs.joinmastodon.org/entities/Account/#CredentialAccount
void write_credential_account(json::Writer& out, db::Tx& tx, AccountId id);
// https://docs.joinmastodon.org/entities/Profile/
void write_profile(json::Writer& out, db::Tx& tx, const Account& account);
// https://docs.joinmastodon.org/entities/Preferences/
void write_preferences(json::Writer& out, db::Tx& tx, AccountId id);

} // namespace accounts
