#pragma once

#include "accounts/account.h"
#include "accounts/account_rendering.h"
#include "accounts/interaction_policy.h"
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

// What an entity shows that is read anew for each page, and whether the rest is still as it was.
struct AccountHead {
    AccountId id;
    std::int64_t revision = 0; // base/renderings.h.
    std::int64_t statuses_count = 0;
    std::int64_t following_count = 0;
    std::int64_t followers_count = 0;
    std::optional<base::Time> last_status_at;
    std::int64_t emojis_revision = 0; // Of all custom emojis: instance/custom_emojis.h.
};

// For a statement that wants heads beside other things: its columns, and the join that finds them, of the account `a`.
inline constexpr std::string_view kHeadColumns = R"(
    a.id, a.revision, n.statuses_count, n.following_count, n.followers_count, n.last_status_at,
    (select revision from revisions where name = 'custom_emojis'))";
inline constexpr std::string_view kHeadJoin = R"(
    left join account_stats n on n.account_id = a.id)";
inline constexpr int kHeadColumnCount = 7;
// What those columns say, the first of which is `column`.
AccountHead read_head(const db::Rows& rows, int column);

// An account that somebody opens. NotFound unless accounts::find_shown() finds it.
struct OpenedAccount {
    AccountHead head;
    std::optional<base::Time> fetched_at; // When its own server was last asked, if that is not ours.
};
Result<OpenedAccount> open_account(db::Tx& tx, AccountId id);

// The Account entities of a page. The number of queries does not depend on the number of accounts: one, three more when
// some of them were not shown of late, one when they use emojis, and one when it depends on who follows whom, and is
// not among `known`, whether `viewer` (0: nobody) may put some of them into a collection.
// https://docs.joinmastodon.org/entities/Account/
class AccountEntities {
public:
    // Of `ids`, which may name one account several times, and of those whose heads were read with something else.
    AccountEntities(db::Tx& tx, std::span<const AccountId> ids, std::span<const AccountHead> heads = {},
                    Moved moved = Moved::Shown, AccountId viewer = {}, const Acquaintances& known = {});

    bool has(AccountId id) const { return shown_.contains(id); }
    // One JSON object; `id` must be there.
    void write(json::Writer& out, AccountId id) const;
    // The same with more members at its end: `members` is `"name":value`, one or more.
    void write_with(json::Writer& out, AccountId id, std::string_view members) const;

private:
    struct Shown {
        AccountHead head;
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
void write_account(json::Writer& out, db::Tx& tx, const AccountHead& head, AccountId viewer = {});
// https://docs.joinmastodon.org/entities/Account/#CredentialAccount
void write_credential_account(json::Writer& out, db::Tx& tx, AccountId id);
// https://docs.joinmastodon.org/entities/Profile/
void write_profile(json::Writer& out, db::Tx& tx, const Account& account);
// https://docs.joinmastodon.org/entities/Preferences/
void write_preferences(json::Writer& out, db::Tx& tx, AccountId id);

} // namespace accounts
