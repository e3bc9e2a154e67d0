#include "accounts/accounts_api.h"

#include "accounts/account_json.h"
#include "accounts/accounts.h"
#include "accounts/remote_accounts.h"

#include <optional>

namespace accounts {

namespace {

constexpr std::size_t kMaxAccounts = 40;
constexpr std::chrono::hours kFresh{24};

struct Opened {
    http::Reply reply;
    std::optional<AccountId> old; // Its own server should be asked what it says now.
};

Result<Opened> open(const http::Request& request, db::Tx& tx, AccountId id) {
    const auto account = TRY(known_account(tx, id));
    const bool is_old = account->fetched_at && *account->fetched_at < tx.now() - kFresh;
    const bool may_ask = request.account().is_somebody() && tx.context().client;
    return Opened{.reply =
                      http::json([&](json::Writer& out) { write_account(out, tx, account, request.account().id); }),
                  .old = is_old && may_ask ? std::optional(id) : std::nullopt};
}

// What is old is shown as it is, and fetched meanwhile.
http::Reply open(const http::Request& request, db::Database& database,
                 Result<AccountId> (*find)(const http::Request&, db::Tx&)) {
    Result<Opened> opened = base::not_found();
    database.read([&](db::Tx& tx) {
        const auto id = find(request, tx);
        opened = id ? open(request, tx, *id) : base::Unexpected(id.error());
    });
    if (!opened) return base::Unexpected(opened.error());
    if (opened->old) database.write([&](db::Tx& tx) { refresh_later(tx, *opened->old); });
    return std::move(opened->reply);
}

} // namespace

// https://docs.joinmastodon.org/methods/accounts/#get
http::Reply get_account(const http::Request& request, db::Database& database) {
    return open(request, database, [](const http::Request& asked, db::Tx&) { return asked.id<AccountId>("id"); });
}

// https://docs.joinmastodon.org/methods/accounts/#index
http::Reply get_accounts(const http::Request& request, db::Tx& tx) {
    const auto ids = shown_among(tx, request.ids<AccountId>("id", kMaxAccounts));
    return http::json([&](json::Writer& out) { write_accounts(out, tx, ids, request.account().id); });
}

// https://docs.joinmastodon.org/methods/accounts/#lookup
http::Reply get_lookup(const http::Request& request, db::Database& database) {
    return open(request, database, [](const http::Request& asked, db::Tx& tx) -> Result<AccountId> {
        const auto found = find_by_acct(tx, asked.text_or("acct", ""));
        if (!found) return base::not_found();
        return found->id;
    });
}

} // namespace accounts
