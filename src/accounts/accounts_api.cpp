#include "accounts/accounts_api.h"

#include "accounts/account_json.h"
#include "accounts/accounts.h"

namespace accounts {

namespace {

constexpr std::size_t kMaxAccounts = 40;

} // namespace

// https://docs.joinmastodon.org/methods/accounts/#get
http::Reply get_account(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<AccountId>("id"));
    const auto head = TRY(find_shown_head(tx, id));
    return http::json([&](json::Writer& out) { write_account(out, tx, head); });
}

// https://docs.joinmastodon.org/methods/accounts/#index
http::Reply get_accounts(const http::Request& request, db::Tx& tx) {
    const auto ids = shown_among(tx, request.ids<AccountId>("id", kMaxAccounts));
    return http::json([&](json::Writer& out) { write_accounts(out, tx, ids); });
}

// https://docs.joinmastodon.org/methods/accounts/#lookup
http::Reply get_lookup(const http::Request& request, db::Tx& tx) {
    const auto found = find_by_acct(tx, request.text_or("acct", ""));
    if (!found) return base::not_found();
    const auto head = TRY(find_shown_head(tx, found->id));
    return http::json([&](json::Writer& out) { write_account(out, tx, head); });
}

} // namespace accounts
