#include "relationships/lists_api.h"

#include "accounts/account_json.h"
#include "accounts/accounts.h"
#include "relationships/lists.h"

#include <string>

namespace relationships {

namespace {

constexpr int kDefaultLimit = 40;
constexpr int kMaxLimit = 80;

http::Page page_of(const http::Request& request) { return request.page(kDefaultLimit, kMaxLimit); }

std::vector<AccountId> accounts_of(const std::vector<ListEntry>& entries) {
    std::vector<AccountId> ids;
    for (const auto& entry : entries) ids.push_back(entry.account);
    return ids;
}

void add_links(http::Reply& reply, const http::Request& request, db::Tx& tx, const std::vector<ListEntry>& entries) {
    if (entries.empty()) return;
    http::add_link_header(reply, request, tx.config().web_url(), page_of(request), entries.front().id,
                          entries.back().id, entries.size());
}

http::Reply list_reply(const http::Request& request, db::Tx& tx, const std::vector<ListEntry>& entries) {
    auto reply = http::json(
        [&](json::Writer& out) { accounts::write_accounts(out, tx, accounts_of(entries), request.account().id); });
    add_links(reply, request, tx, entries);
    return reply;
}

// https://docs.joinmastodon.org/entities/Account/#MutedAccount
void write_muted_account(json::Writer& out, const accounts::AccountEntities& entities, const ListEntry& entry) {
    std::string expiry;
    json::Writer value(expiry);
    value.value(entry.expires_at);
    entities.write_with(out, entry.account, R"("mute_expires_at":)" + expiry);
}

} // namespace

// https://docs.joinmastodon.org/methods/accounts/#followers
http::Reply get_followers(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<AccountId>("id"));
    const auto account = TRY(accounts::find_shown(tx, id));
    return list_reply(request, tx, followers(tx, account.id, request.account().id, page_of(request)));
}

// https://docs.joinmastodon.org/methods/accounts/#following
http::Reply get_following(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<AccountId>("id"));
    const auto account = TRY(accounts::find_shown(tx, id));
    return list_reply(request, tx, following(tx, account.id, request.account().id, page_of(request)));
}

// https://docs.joinmastodon.org/methods/follow_requests/#get
http::Reply get_follow_requests(const http::Request& request, db::Tx& tx) {
    return list_reply(request, tx, follow_requests(tx, request.account().id, page_of(request)));
}

// https://docs.joinmastodon.org/methods/endorsements/#get
http::Reply get_endorsements(const http::Request& request, db::Tx& tx) {
    const auto id = request.account().id;
    return list_reply(request, tx, endorsed(tx, id, id, page_of(request)));
}

// https://docs.joinmastodon.org/methods/accounts/#endorsements
http::Reply get_account_endorsements(const http::Request& request, db::Tx& tx) {
    const auto id = TRY(request.id<AccountId>("id"));
    const auto account = TRY(accounts::find_shown(tx, id));
    return list_reply(request, tx, endorsed(tx, account.id, request.account().id, page_of(request)));
}

// https://docs.joinmastodon.org/methods/blocks/#get
http::Reply get_blocks(const http::Request& request, db::Tx& tx) {
    return list_reply(request, tx, blocked(tx, request.account().id, page_of(request)));
}

// https://docs.joinmastodon.org/methods/mutes/#get
http::Reply get_mutes(const http::Request& request, db::Tx& tx) {
    const auto entries = muted(tx, request.account().id, page_of(request));
    const accounts::AccountEntities entities(tx, accounts_of(entries), {}, accounts::Moved::Shown,
                                             request.account().id);
    auto reply = http::json([&](json::Writer& out) {
        out.begin_array();
        for (const auto& entry : entries) write_muted_account(out, entities, entry);
        out.end_array();
    });
    add_links(reply, request, tx, entries);
    return reply;
}

} // namespace relationships
