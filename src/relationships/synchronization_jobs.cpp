#include "relationships/synchronization_jobs.h"

#include "accounts/remote_accounts.h"
#include "federation/fetch.h"
#include "federation/follower_digests.h"
#include "federation/origins.h"
#include "federation/reading.h"
#include "relationships/follows.h"
#include "relationships/outgoing.h"

#include <set>

namespace relationships {
namespace {

using Uris = std::set<std::string>;

constexpr int kMostPages = 10;
// Whoever lists everybody here does not make all of them write at once: the rest comes with the next time.
constexpr int kMostDenials = 200;

void take_items(Uris& uris, const json::Object& page) {
    for (const auto* name : {"items", "orderedItems"}) {
        for (auto& uri : federation::ids_in(page, name, federation::kMostFollowers)) uris.insert(std::move(uri));
    }
}

// The address of the page after this one; empty: there is none.
Result<std::string> take_page(federation::Errand& errand, const std::string& url, std::string_view next, Uris& uris) {
    const auto page = TRY(federation::fetch_document(errand, url));
    take_items(uris, page);
    const auto* embedded = federation::object_in(page, next);
    if (!embedded) return federation::id_in(page, next);
    take_items(uris, *embedded);
    return federation::id_in(*embedded, "next");
}

Result<Uris> fetch_list(federation::Errand& errand, const std::string& url) {
    Uris uris;
    std::string next = TRY(take_page(errand, url, "first", uris));
    for (int pages = 0; !next.empty(); ++pages) {
        if (pages == kMostPages || !federation::is_same_host(next, url)) return base::invalid("the list has no end");
        next = TRY(take_page(errand, next, "next", uris));
    }
    return uris;
}

std::vector<AccountId> followers_here(db::Tx& tx, AccountId account) {
    return tx.query_ids<AccountId>(R"(
        select f.account_id from follows f join accounts a on a.id = f.account_id
        where f.target_account_id = $1 and a.domain = '' limit $2)", {account, federation::kMostFollowers});
}

void end_unknown(db::Tx& tx, AccountId account, const Uris& believed) {
    for (const AccountId id : followers_here(tx, account)) {
        const auto follower = accounts::find(tx, id);
        if (follower && !believed.contains(accounts::uri_of(tx, id))) (void)unfollow(tx, *follower, account);
    }
}

void deny_unfounded(db::Tx& tx, AccountId account, const Uris& believed) {
    int denials = 0;
    for (const auto& uri : believed) {
        if (denials == kMostDenials) return;
        const auto follower = accounts::find_by_uri(tx, uri);
        if (!follower || !follower->is_local() || wants_to_follow(tx, follower->id, account)) continue;
        send_undo_follow(tx, *follower, account, {.id = tx.new_id(), .uri = {}});
        ++denials;
    }
}

} // namespace

void synchronize_followers(const jobs::Arguments& arguments, db::Database& database) {
    const auto account = arguments.id<AccountId>("account_id");
    federation::Errand errand(database);
    const auto believed = fetch_list(errand, arguments.text("url"));
    if (!believed) return; // It says so again with the next post for followers.
    database.write([&](db::Tx& tx) {
        end_unknown(tx, account, *believed);
        deny_unfounded(tx, account, *believed);
    });
}

} // namespace relationships
