#include "accounts/accounts_api.h"

#include "accounts/account_json.h"
#include "accounts/accounts.h"
#include "accounts/remote_accounts.h"

#include <optional>

namespace accounts {

namespace {

constexpr std::size_t kMaxAccounts = 40;
constexpr std::chrono::hours kFresh{24};

// What is old is shown as it is, and fetched meanwhile.
http::Reply account_reply(const http::Request& request, db::Tx& tx, AccountId id) {
    const auto account = TRY(known_account(tx, id));
    auto reply = http::json([&](json::Writer& out) { write_account(out, tx, account, request.account().id); });
    const bool is_old = account->fetched_at && *account->fetched_at < tx.now() - kFresh;
    if (is_old && request.account().is_somebody() && tx.context().client) {
        reply.afterwards = [id](http::Reply&, db::Database& database) {
            database.write([id](db::Tx& later) { refresh_later(later, id); });
        };
    }
    return reply;
}

} // namespace

// https://docs.joinmastodon.org/methods/accounts/#get
http::Reply get_account(const http::Request& request, db::Tx& tx) {
    return account_reply(request, tx, TRY(request.id<AccountId>("id")));
}

// https://docs.joinmastodon.org/methods/accounts/#index
http::Reply get_accounts(const http::Request& request, db::Tx& tx) {
    const auto ids = shown_among(tx, request.ids<AccountId>("id", kMaxAccounts));
    return http::json([&](json::Writer& out) { write_accounts(out, tx, ids, request.account().id); });
}

// https://docs.joinmastodon.org/methods/accounts/#lookup
http::Reply get_lookup(const http::Request& request, db::Tx& tx) {
    const auto found = find_by_acct(tx, request.text_or("acct", ""));
    if (!found) return base::not_found();
    return account_reply(request, tx, found->id);
}

} // namespace accounts
